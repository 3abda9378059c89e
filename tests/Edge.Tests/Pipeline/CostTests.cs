using AiGateway.Core.Money;
using AiGateway.Core.Usage;

namespace AiGateway.Edge.Tests.Pipeline;

/// <summary>What is written down as the cost of a call, by how it ended.</summary>
public sealed class CostTests : IDisposable
{
    private const string Chained = """
        providers:
          - { id: p, baseUrl: 'http://p/v1', keys: [ { id: k1, secret: CANARY-ONE } ] }
          - { id: q, baseUrl: 'http://q/v1', keys: [ { id: k2, secret: CANARY-TWO } ] }
        models:
          - { id: chat, targets: [ { provider: p, model: gpt } ], fallback: [ { provider: q, model: other } ] }
        consumers:
          - { id: team, keys: [ { secret: the caller's own key } ], models: [ "*" ], limits: { requestsPerMinute: 1 } }
        """;

    private const string Usage = """data: {"id":"a","object":"chat.completion.chunk","model":"gpt","choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}""" + "\n\n";

    private TestGateway _gateway = new();

    public void Dispose() => _gateway.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_answer_costs_its_tokens_and_the_request(bool stream)
    {
        Price("p", "gpt");
        _gateway.Provider.Answers(
            200, stream ? TestGateway.Stream("a").Replace("data: [DONE]", Usage + "data: [DONE]", StringComparison.Ordinal) : TestGateway.Answer(), stream ? "text/event-stream" : "application/json");

        await _gateway.Call(TestGateway.Chat(stream: stream));

        Assert.Equal((3 * 2_000) + (2 * 5_000) + 700, Cost());
    }

    [Theory]
    [InlineData("p", "gpt-4")]
    [InlineData("q", "gpt")]
    public async Task Without_a_price_of_the_target_the_cost_is_unknown_and_not_nothing(string provider, string model)
    {
        Price(provider, model);
        _gateway.Provider.Answers(200, TestGateway.Answer());

        await _gateway.Call(TestGateway.Chat());

        Assert.Null(Cost());
    }

    [Fact]
    public async Task A_call_the_provider_refused_costs_nothing_whether_or_not_it_has_a_price()
    {
        _gateway.Provider.Answers(400, """{"error":{"message":"no","code":"invalid_value"}}""").Answers(400, """{"error":{"message":"no","code":"invalid_value"}}""");
        await _gateway.Call(TestGateway.Chat());
        Price("p", "gpt");
        await _gateway.Call(TestGateway.Chat());

        Assert.Equal([0, 0], _gateway.Records.Select(r => r.CostNanos));
    }

    [Fact]
    public async Task An_answer_that_broke_off_costs_what_had_come_of_it()
    {
        Price("p", "gpt");
        _gateway.Provider.Answers(200, TestGateway.Event("half"), "text/event-stream");

        await _gateway.Call(TestGateway.Chat(stream: true));

        var record = Assert.Single(_gateway.Records);
        Assert.Equal((CallOutcome.Interrupted, true), (record.Outcome, record.Tokens.Estimated));
        Assert.Equal((record.Tokens.Prompt * 2_000) + (record.Tokens.Completion * 5_000) + 700, record.CostNanos);
        Assert.True(record.Tokens is { Prompt: > 0, Completion: > 0 });
    }

    [Fact]
    public async Task A_call_costs_what_the_target_costs_that_answered_it()
    {
        Use(Chained);
        Price("q", "oth*");
        _gateway.Provider.Answers(500, "{}").Answers(200, TestGateway.Answer());

        await _gateway.Call(TestGateway.Chat());

        Assert.Equal((2, (3 * 2_000) + (2 * 5_000) + 700), (Assert.Single(_gateway.Records).Attempts, Cost()));
    }

    [Fact]
    public async Task A_call_that_a_limit_refused_costs_nothing_and_is_not_unknown()
    {
        Use(Chained);
        _gateway.Provider.Answers(200, TestGateway.Answer());
        await _gateway.Call(TestGateway.Chat());
        await _gateway.Call(TestGateway.Chat());

        Assert.Equal([(CallOutcome.Ok, null), (CallOutcome.Limited, 0)], _gateway.Records.Select(r => (r.Outcome, r.CostNanos)));
    }

    [Fact]
    public async Task New_prices_count_from_the_next_call_on()
    {
        Price("p", "gpt");
        _gateway.Provider.Answers(200, TestGateway.Answer()).Answers(200, TestGateway.Answer());
        await _gateway.Call(TestGateway.Chat());
        _gateway.Prices.Replace(PriceList.Empty);
        await _gateway.Call(TestGateway.Chat());

        Assert.Equal([16_700, null], _gateway.Records.Select(r => r.CostNanos));
    }

    private void Use(string yaml)
    {
        _gateway.Dispose();
        _gateway = new TestGateway(yaml);
    }

    private long? Cost() => Assert.Single(_gateway.Records).CostNanos;

    /// <summary>2,000 and 5,000 billionths a token, 700 a request.</summary>
    private void Price(string provider, string model) => _gateway.Prices.Replace(new PriceList(
        [new PriceSpec { Provider = provider, Model = model, Input = new Usd(2_000_000_000), Output = new Usd(5_000_000_000), PerRequest = new Usd(700) }]));
}
