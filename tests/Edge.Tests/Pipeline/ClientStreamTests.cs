using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Cluster;
using AiGateway.Edge.Pipeline.Answers;
using AiGateway.Edge.Pipeline.Bodies;
using AiGateway.Edge.Upstream;
using AiGateway.Grains.Cluster;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Time.Testing;

namespace AiGateway.Edge.Tests.Pipeline;

public sealed class ClientStreamTests : IDisposable
{
    private const int Every = 12_000;
    private const int Hold = 60_000;

    private readonly FakeTimeProvider _time = new();
    private readonly Caller _caller = new("", "");
    private readonly PooledBody _pending = new(256);
    private int _commits;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _pending.Dispose();
        _caller.Dispose();
    }

    [Fact]
    public async Task Nothing_is_sent_before_there_is_something_to_send()
    {
        using var stream = New(events: true);

        await Beat(stream, Every - 1);

        Assert.False(stream.Committed);
        Assert.Equal("", _caller.Received);
    }

    [Fact]
    public async Task A_silent_stream_gets_a_comment_and_another_after_as_long_again()
    {
        using var stream = New(events: true);

        await Beat(stream, Every);
        Assert.Equal(": keep-alive\n\n", _caller.Received);
        await Beat(stream, Every - 1);
        Assert.Equal(": keep-alive\n\n", _caller.Received);
        await Beat(stream, 1);

        Assert.Equal(": keep-alive\n\n: keep-alive\n\n", _caller.Received);
        Assert.Equal(1, _commits);
    }

    [Fact]
    public async Task An_event_puts_the_next_comment_off()
    {
        using var stream = New(events: true);
        await Beat(stream, Every - 1);
        await Send(stream, "data: 1\n\n");

        await Beat(stream, Every - 1);
        Assert.Equal("data: 1\n\n", _caller.Received);
        await Beat(stream, 1);

        Assert.Equal("data: 1\n\n: keep-alive\n\n", _caller.Received);
    }

    [Fact]
    public async Task A_whole_answer_gets_white_space_after_a_minute_and_then_as_often_as_a_stream()
    {
        using var stream = New(events: false);

        await Beat(stream, Hold - 1);
        Assert.False(stream.Committed);
        await Beat(stream, 1);
        await Beat(stream, Every);
        await stream.SendWhole("{}"u8.ToArray(), Token);

        Assert.Equal("\n\n{}", _caller.Received);
        Assert.Equal("application/json", _caller.Response.ContentType);
        Assert.Null(_caller.Response.ContentLength);
        Assert.Equal(1, _commits);
    }

    [Fact]
    public async Task A_whole_answer_that_was_not_waited_for_tells_its_length()
    {
        using var stream = New(events: false);

        await stream.SendWhole("{}"u8.ToArray(), Token);

        Assert.Equal(2, _caller.Response.ContentLength);
    }

    [Fact]
    public async Task A_stream_is_told_to_be_kept_out_of_caches_and_buffers()
    {
        using var stream = New(events: true);

        await Send(stream, "data: 1\n\n");

        Assert.Equal(("no-cache", "no"), (_caller.Response.Headers.CacheControl.ToString(), _caller.Response.Headers["X-Accel-Buffering"].ToString()));
    }

    [Fact]
    public async Task No_sign_of_life_follows_the_end()
    {
        using var stream = New(events: true);
        await Send(stream, "data: [DONE]\n\n");
        await stream.Close();

        await Beat(stream, 10 * Every);

        Assert.Equal("data: [DONE]\n\n", _caller.Received);
    }

    [Fact]
    public async Task Headers_go_to_the_caller_whatever_response_an_attempt_shows()
    {
        var own = _caller.Http.Features.GetRequiredFeature<IHttpResponseFeature>();
        using var stream = New(events: true);
        _caller.Http.Features.Set<IHttpResponseFeature>(new DetachedResponse());

        await Beat(stream, Every);

        Assert.Equal("text/event-stream; charset=utf-8", own.Headers.ContentType.ToString());
        Assert.Equal("told", own.Headers["x-explained"].ToString());
    }

    [Fact]
    public async Task Many_writers_never_break_an_event()
    {
        using var stream = New(events: true);
        var beats = Task.Run(
            async () =>
            {
                for (var i = 1; i <= 500; i++)
                    await stream.Beat(_time.MonotonicMs() + (i * (long)Every));
            },
            Token);
        for (var i = 0; i < 500; i++)
            await Send(stream, "data: 0123456789\n\n");
        await beats;

        var events = _caller.Received.Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(500, events.Count(e => e == "data: 0123456789"));
        Assert.All(events, e => Assert.True(e is "data: 0123456789" or ": keep-alive", e));
    }

    [Fact]
    public async Task A_failure_is_an_event_in_a_stream_and_a_cut_in_any_case()
    {
        using var events = New(events: true);
        await events.Close();
        await Assert.ThrowsAsync<AnswerBrokenOffException>(() => events.Fail(UpstreamErrors.Interrupted()));
        Assert.StartsWith("data: {\"error\":", _caller.Received, StringComparison.Ordinal);

        using var other = new Caller("", "");
        using var whole = new ClientStream(other.Http, AnswerForm.Whole, Hold, Every, _time);
        await whole.Close();
        await Assert.ThrowsAsync<AnswerBrokenOffException>(() => whole.Fail(UpstreamErrors.Interrupted()));
        Assert.Equal("", other.Received);
    }

    private ClientStream New(bool events) => new(_caller.Http, events ? AnswerForm.Events : AnswerForm.Whole, events ? Every : Hold, Every, _time)
    {
        OnCommit = headers =>
        {
            _commits++;
            headers["x-explained"] = "told";
        },
    };

    private Task Beat(ClientStream stream, long afterMs)
    {
        _time.Advance(TimeSpan.FromMilliseconds(afterMs));
        return stream.Beat(_time.MonotonicMs());
    }

    private async Task Send(ClientStream stream, string text)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(text);
        bytes.CopyTo(_pending.GetSpan(bytes.Length));
        _pending.Advance(bytes.Length);
        await stream.Send(_pending, Token);
        Assert.Equal(0, _pending.Length);
    }
}
