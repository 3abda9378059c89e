using System.Net.Sockets;
using System.Text.Json;

namespace AiGateway.FakeProvider.Tests;

public sealed class FaultTests : ProviderTest
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Reset_breaks_the_connection_before_any_byte(bool stream)
    {
        await MisbehaveAsync(new { fault = "reset" });

        var broken = await Assert.ThrowsAsync<HttpRequestException>(() => PostAsync(Chat(stream)));

        Assert.Equal(SocketError.ConnectionReset, Socket(broken));
        var entry = Assert.Single(await LogAsync(wait: 1));
        Assert.Equal("broken_by_rule", entry.GetProperty("ending").GetString());
        Assert.False(entry.TryGetProperty("status", out var status) && status.ValueKind != JsonValueKind.Null);
    }

    [Fact]
    public async Task Silence_lasts_until_the_peer_gives_up()
    {
        await MisbehaveAsync(new { fault = "silence" });
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);

        var call = Http.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), System.Net.Http.Json.JsonContent.Create(Chat()), patience.Token);
        var before = Assert.Single(await LogAsync(wait: 1, ended: false));
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);

        Assert.Equal(JsonValueKind.Null, before.GetProperty("ending").ValueKind);
        Assert.Equal("aborted_by_peer", Assert.Single(await LogAsync(wait: 1)).GetProperty("ending").GetString());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    public async Task A_cut_stream_has_delivered_exactly_so_many_events(int afterEvents)
    {
        await MisbehaveAsync(new { fault = "cut", afterEvents });

        using var stream = await OpenStreamAsync();
        var events = await ReadEventsAsync(stream, afterEvents);
        await Assert.ThrowsAnyAsync<IOException>(() => ReadEventsAsync(stream, 1));

        Assert.Equal(afterEvents, events.Length);
        var entry = Assert.Single(await LogAsync(wait: 1));
        Assert.Equal(afterEvents, entry.GetProperty("eventsSent").GetInt32());
        Assert.Equal("broken_by_rule", entry.GetProperty("ending").GetString());
    }

    [Fact]
    public async Task A_stalled_stream_waits_and_the_log_knows_when_the_peer_left()
    {
        await MisbehaveAsync(new { fault = "stall", afterEvents = 2 });

        var stream = await OpenStreamAsync();
        var events = await ReadEventsAsync(stream, 2);
        var during = Assert.Single(await LogAsync(wait: 1, ended: false));
        stream.Dispose();

        Assert.Equal(JsonValueKind.Null, during.GetProperty("ending").ValueKind);
        Assert.Equal(2, events.Length);
        var entry = Assert.Single(await LogAsync(wait: 1));
        Assert.Equal(("aborted_by_peer", 2), (entry.GetProperty("ending").GetString(), entry.GetProperty("eventsSent").GetInt32()));
    }

    [Fact]
    public async Task A_stream_can_end_cleanly_in_the_middle()
    {
        await MisbehaveAsync(new { fault = "end", afterEvents = 3 });

        Assert.Equal(3, (await EventsAsync(Chat(stream: true))).Length);
    }

    [Fact]
    public async Task Finish_and_done_can_be_left_out_each_by_itself()
    {
        await MisbehaveAsync(new { omitDone = true }, times: 1);
        await MisbehaveAsync(new { omitFinish = true }, times: 1);

        var noDone = await EventsAsync(Chat(stream: true));
        var noFinish = await EventsAsync(Chat(stream: true));

        Assert.Contains("\"stop\"", noDone[^1], StringComparison.Ordinal);
        Assert.Equal("[DONE]", noFinish[^1]);
        Assert.DoesNotContain(noFinish, data => data.Contains("\"stop\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_error_event_comes_before_a_clean_end()
    {
        await MisbehaveAsync(new { fault = "error_event", afterEvents = 2, errorEvent = new { error = new { message = "no more" } } });

        var events = await EventsAsync(Chat(stream: true));

        Assert.Equal(3, events.Length);
        Assert.Equal("""{"error":{"message":"no more"}}""", events[^1]);
    }

    [Fact]
    public async Task An_error_event_can_be_followed_by_an_abort()
    {
        await MisbehaveAsync(new { fault = "error_event_abort", afterEvents = 1 });

        using var stream = await OpenStreamAsync();
        var events = await ReadEventsAsync(stream, 2);

        Assert.Contains("server_error", events[^1], StringComparison.Ordinal);
        await Assert.ThrowsAnyAsync<IOException>(() => ReadEventsAsync(stream, 1));
    }

    [Fact]
    public async Task A_whole_body_can_be_cut_in_half()
    {
        await MisbehaveAsync(new { fault = "cut" }, times: 1);
        await MisbehaveAsync(new { fault = "end" }, times: 1);

        await Assert.ThrowsAsync<HttpRequestException>(() => TextAsync(Chat()));
        var truncated = await TextAsync(Chat());

        Assert.StartsWith("{\"id\"", truncated, StringComparison.Ordinal);
        Assert.ThrowsAny<JsonException>(() => JsonDocument.Parse(truncated));
    }

    private static SocketError? Socket(Exception? problem) =>
        problem is SocketException socket ? socket.SocketErrorCode : problem is null ? null : Socket(problem.InnerException);
}
