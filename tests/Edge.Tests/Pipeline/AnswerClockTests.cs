using AiGateway.Core.Health;
using AiGateway.Edge.Api;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Hosting;
using AiGateway.Edge.Pipeline;
using AiGateway.Edge.Pipeline.Answers;
using AiGateway.Edge.Pipeline.Routing;
using AiGateway.Edge.Pipeline.Sending;
using AiGateway.Edge.Tests.Fakes;
using Microsoft.Extensions.Time.Testing;

namespace AiGateway.Edge.Tests.Pipeline;

public sealed class AnswerClockTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly AnswerClocks _clocks;
    private readonly Caller _caller = new("{}", TestCatalog.ConsumerKey);

    public AnswerClockTests() => _clocks = new AnswerClocks(new GatewaySettings { FirstTokenMs = 10_000, BetweenTokensMs = 3_000 }, _time);

    public void Dispose() => _caller.Dispose();

    [Fact]
    public void The_first_content_is_awaited_from_when_the_attempt_was_sent()
    {
        var call = Call();
        _time.Advance(TimeSpan.FromSeconds(4));
        using var clock = _clocks.For(call);

        clock.Start();
        _time.Advance(TimeSpan.FromSeconds(5));
        // Something came that was no content: it gives no more time.
        clock.Start();
        Assert.False(clock.Token.IsCancellationRequested);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.True(clock.Token.IsCancellationRequested);
        Assert.Equal(TransportFault.FirstTokenTimeout, clock.Fault(new OperationCanceledException()));
    }

    [Fact]
    public void After_content_each_read_has_its_own_time()
    {
        using var clock = _clocks.For(Call());
        clock.ContentSeen = true;
        for (var i = 0; i < 20; i++)
        {
            clock.Start();
            _time.Advance(TimeSpan.FromMilliseconds(2_999));
        }
        Assert.False(clock.Token.IsCancellationRequested);

        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.True(clock.Token.IsCancellationRequested);
        Assert.Equal(TransportFault.IdleTimeout, clock.Fault(new OperationCanceledException()));
    }

    [Fact]
    public void A_caller_that_is_slow_to_take_its_answer_costs_the_provider_nothing()
    {
        using var clock = _clocks.For(Call());
        clock.ContentSeen = true;
        clock.Start();
        clock.Stop();
        _time.Advance(TimeSpan.FromHours(1));
        Assert.False(clock.Token.IsCancellationRequested);

        clock.Start();
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.True(clock.Token.IsCancellationRequested);
    }

    [Fact]
    public void A_caller_that_leaves_ends_the_wait()
    {
        using var clock = _clocks.For(Call());
        clock.Start();

        _caller.Leave();

        Assert.True(clock.Token.IsCancellationRequested);
        Assert.Equal(TransportFault.ClientCancelled, clock.Fault(new OperationCanceledException()));
    }

    [Fact]
    public void What_one_answer_left_running_does_not_end_the_next()
    {
        using (var first = _clocks.For(Call()))
            first.Start();

        using var next = _clocks.For(Call());
        _time.Advance(TimeSpan.FromSeconds(11));
        Assert.False(next.Token.IsCancellationRequested);
    }

    [Fact]
    public void One_of_several_answers_that_a_call_asks_for_at_once_has_its_own_time()
    {
        var call = Call();
        _time.Advance(TimeSpan.FromHours(1));

        using var clock = _clocks.For(call, _time.GetTimestamp());
        clock.Start();

        Assert.False(clock.Token.IsCancellationRequested);
    }

    private Exchange Call()
    {
        var call = new Exchange(_caller.Http, Operation.ChatCompletions, "req_test", new TestCatalog(TestGateway.TwoKeys).Table, 0, 0)
        {
            Route = new Route("chat", null, null, [], null),
        };
        call.Begin(new Attempt(new Hop(call.Table.Routes[0].Targets[0], "gpt"), null, null, null), _time.GetTimestamp());
        return call;
    }
}
