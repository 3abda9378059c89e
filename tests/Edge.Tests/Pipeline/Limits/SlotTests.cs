using System.IO.Pipelines;
using System.Text;
using AiGateway.Core.Usage;
using AiGateway.Edge.Hosting;
using AiGateway.Edge.Tests.Fakes;

namespace AiGateway.Edge.Tests.Pipeline.Limits;

/// <summary>However a call ends, nothing it held stays held.</summary>
public sealed class SlotTests : IDisposable
{
    private const string ServerError = """{"error":{"message":"boom","type":"server_error"}}""";

    private static readonly string[] Entities = ["consumer/team", "consumer/team/chat", "account/p/k1/gpt", "account/p/k2/gpt"];

    private readonly LimitBench _bench = LimitBench.Of(
        "{ concurrent: 1, tokensPerMinute: 100000 }", "{ concurrent: 1 }", key: "{ concurrent: 1 }", second: "{ concurrent: 1 }",
        settings: new GatewaySettings { FirstTokenMs = 100 });

    private TestGateway Gateway => _bench.Gateway;

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task After_an_answer(bool stream)
    {
        Gateway.Provider.Answers(200, stream ? TestGateway.Stream("a") : TestGateway.Answer(), stream ? "text/event-stream" : "application/json");
        await Ends(new Caller(TestGateway.Chat(stream: stream), TestCatalog.ConsumerKey), CallOutcome.Ok);
    }

    [Fact]
    public async Task While_a_call_is_under_way_it_holds_a_place_with_each_of_them()
    {
        var (asked, answer) = (new TaskCompletionSource(), new TaskCompletionSource());
        Gateway.Provider.Before = _ =>
        {
            asked.SetResult();
            return answer.Task;
        };
        var running = _bench.Chat();
        await asked.Task;

        Assert.Equal([1, 1, 1, 0], Entities.Select(Gateway.Leases.InUse).OrderDescending());
        Assert.Equal([0, 1], Calls().Order());
        answer.SetResult();
        await running;
        Assert.All(Entities, entity => Assert.Equal(0, Gateway.Leases.InUse(entity)));
    }

    [Fact]
    public async Task After_all_keys_failed()
    {
        Gateway.Provider.Answers(500, ServerError).IsDown();
        await Ends(Caller(), CallOutcome.UpstreamError);
    }

    [Fact]
    public async Task After_a_retry_with_another_key()
    {
        Gateway.Provider.Answers(500, ServerError).Answers(200, TestGateway.Answer());
        await Ends(Caller(), CallOutcome.Ok);
        Assert.Equal(2, Gateway.Provider.Requests.Count);
    }

    [Fact]
    public async Task After_a_refusal_of_the_provider()
    {
        Gateway.Provider.Answers(400, """{"error":{"message":"no","code":"invalid_value"}}""");
        await Ends(Caller(), CallOutcome.ClientError);
    }

    [Fact]
    public async Task After_nobody_could_be_reached()
    {
        Gateway.Provider.IsDown().IsDown();
        await Ends(Caller(), CallOutcome.UpstreamError);
    }

    [Fact]
    public async Task After_a_provider_that_took_too_long()
    {
        Gateway.Provider.Answers(new Pipe().Reader.AsStream()).Answers(new Pipe().Reader.AsStream());
        var ends = Ends(new Caller(TestGateway.Chat(stream: true), TestCatalog.ConsumerKey), CallOutcome.UpstreamError);
        await Eventually.Holds(() => ends.IsCompleted, () => Gateway.Time.Advance(TimeSpan.FromMilliseconds(50)));
        await ends;
    }

    [Fact]
    public async Task After_a_caller_left_before_the_answer()
    {
        var caller = Caller();
        Gateway.Provider.Before = cancelled =>
        {
            caller.Leave();
            return Task.Delay(Timeout.Infinite, cancelled);
        };
        await Ends(caller, CallOutcome.ClientGone);
    }

    [Fact]
    public async Task After_a_caller_left_in_the_middle_of_the_answer()
    {
        var pipe = new Pipe();
        Gateway.Provider.Answers(pipe.Reader.AsStream());
        var caller = new Caller(TestGateway.Chat(stream: true), TestCatalog.ConsumerKey);
        var ends = Ends(caller, CallOutcome.ClientGone);
        await pipe.Writer.WriteAsync(Encoding.UTF8.GetBytes(TestGateway.Event("words")), TestContext.Current.CancellationToken);
        await Eventually.Holds(() => caller.Received.Length > 0);
        caller.Leave();
        await ends;
    }

    [Fact]
    public async Task After_an_answer_that_broke_off()
    {
        Gateway.Provider.Answers(200, TestGateway.Event("half"), "text/event-stream");
        await Ends(new Caller(TestGateway.Chat(stream: true), TestCatalog.ConsumerKey), CallOutcome.Interrupted);
    }

    [Fact]
    public async Task After_an_error_nobody_foresaw()
    {
        // A provider without a script.
        await Assert.ThrowsAsync<InvalidOperationException>(() => Ends(Caller(), CallOutcome.UpstreamError));
        Assert.All(Entities, entity => Assert.Equal(0, Gateway.Leases.InUse(entity)));
        Assert.Equal([0, 0], Calls());
        Gateway.Provider.Before = _ => Task.CompletedTask;
        Assert.Equal(200, (await _bench.Chat()).Response.StatusCode);
    }

    /// <summary>Calls under way at each key, as the choice of keys counts them.</summary>
    private int[] Calls() => [.. ((string[])["k1", "k2"]).Select(key => Gateway.Views[key].Load.Calls)];

    private static Caller Caller() => new(TestGateway.Chat(), TestCatalog.ConsumerKey);

    /// <summary>The only place of each is free for the next call.</summary>
    private async Task Ends(Caller caller, CallOutcome outcome)
    {
        await Gateway.Run(caller);
        Assert.Equal(outcome, Assert.Single(Gateway.Records).Outcome);
        Assert.Equal([0, 0], Calls());
        Assert.All(Entities, entity => Assert.Equal(0, Gateway.Leases.InUse(entity)));
        Assert.Equal(100_000 - Gateway.Records[0].Tokens.Total, Math.Max(99_900, _bench.Standing(_bench.Consumer).Tokens!.Value.Remaining), 20d);
    }
}
