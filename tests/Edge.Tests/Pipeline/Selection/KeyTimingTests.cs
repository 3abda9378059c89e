using AiGateway.Core.Selection;
using AiGateway.Core.Usage;
using AiGateway.Edge.Api;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Tests.Fakes;
using AiGateway.Grains.Cluster;

namespace AiGateway.Edge.Tests.Pipeline.Selection;

/// <summary>What whole calls leave behind for the choice of keys.</summary>
public sealed class KeyTimingTests : IDisposable
{
    private const string ServerError = """{"error":{"message":"boom","type":"server_error"}}""";

    private readonly TestGateway _gateway = new("""
        providers:
          - { id: p, baseUrl: 'http://p/v1', keys: [ { id: k, secret: CANARY } ] }
        models:
          - { id: chat, targets: [ { provider: p, model: gpt } ] }
        consumers:
          - { id: team, keys: [ { secret: the caller's own key } ], models: [ "*" ] }
        """);

    public void Dispose() => _gateway.Dispose();

    [Fact]
    public async Task A_stream_is_measured_by_its_first_token()
    {
        _gateway.Provider.Before = Takes(400);
        _gateway.Provider.Answers(200, TestGateway.Stream("a", "b"), "text/event-stream");

        await _gateway.Call(TestGateway.Chat(stream: true));

        Assert.Equal(400, Cost, 1);
    }

    [Fact]
    public async Task An_answer_in_one_piece_says_nothing_of_speed_unless_it_is_an_embedding()
    {
        _gateway.Provider.Before = Takes(4_000);
        _gateway.Provider.Answers(200, TestGateway.Answer());
        await _gateway.Call(TestGateway.Chat());
        Assert.Equal(KeyCost.LeastMs, Cost);

        _gateway.Provider.Answers(200, """{"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.5]}],"model":"gpt","usage":{"prompt_tokens":1,"total_tokens":1}}""");
        var caller = new Caller("""{"model":"chat","input":"x"}""", TestCatalog.ConsumerKey);
        await _gateway.Run(caller, Operation.Embeddings);
        Assert.Equal(200, caller.Response.StatusCode);
        Assert.Equal(4_000, Cost, 1);
    }

    [Fact]
    public async Task A_failure_costs_until_a_later_call_succeeds()
    {
        _gateway.Provider.Answers(500, ServerError);
        await _gateway.Call(TestGateway.Chat());
        Assert.Equal(KeyCost.LeastMs + FailurePenalty.UsualMs, Cost, 1);

        _gateway.Time.Advance(TimeSpan.FromSeconds(3));
        _gateway.Provider.Answers(200, TestGateway.Answer());
        await _gateway.Call(TestGateway.Chat());
        Assert.Equal(KeyCost.LeastMs, Cost);
    }

    [Fact]
    public async Task A_caller_that_leaves_or_asks_amiss_costs_the_key_nothing()
    {
        var caller = new Caller(TestGateway.Chat(), TestCatalog.ConsumerKey);
        _gateway.Provider.Before = cancelled =>
        {
            caller.Leave();
            return Task.Delay(Timeout.Infinite, cancelled);
        };
        await _gateway.Run(caller);
        _gateway.Provider.Before = _ => Task.CompletedTask;
        _gateway.Provider.Answers(400, """{"error":{"message":"no","code":"invalid_value"}}""");
        await _gateway.Call(TestGateway.Chat());

        Assert.Equal([CallOutcome.ClientGone, CallOutcome.ClientError], _gateway.Records.Select(record => record.Outcome));
        Assert.Equal(KeyCost.LeastMs, Cost);
    }

    /// <summary>Of one more call with the key.</summary>
    private double Cost => _gateway.Views["k"].Load["gpt"].Cost(0, _gateway.Time.MonotonicMs());

    private Func<CancellationToken, Task> Takes(double ms) => _ =>
    {
        _gateway.Time.Advance(TimeSpan.FromMilliseconds(ms));
        return Task.CompletedTask;
    };
}
