using System.Text.Json;
using AiGateway.Core.Usage;

namespace AiGateway.Edge.Tests.Pipeline.Limits;

/// <summary>Whom a call is counted against before any provider is asked, and what a caller is told when that is too much.</summary>
public sealed class AdmitTests
{
    private const string Own = "{ requestsPerMinute: 3, tokensPerMinute: 100000, concurrent: 1 }";

    [Fact]
    public async Task A_call_counts_for_its_consumer_for_the_model_of_it_and_for_the_model()
    {
        using var bench = LimitBench.Of(Own, "{ requestsPerMinute: 10, tokensPerMinute: 50000 }", "{ requestsPerMinute: 10 }");

        await bench.Chat();
        await bench.Chat("shared");

        Assert.Equal((1, 99_990), (bench.Standing(bench.Consumer).Requests!.Value.Remaining, bench.Standing(bench.Consumer).Tokens!.Value.Remaining));
        Assert.Equal((9, 49_995), (bench.Standing(bench.OfModel).Requests!.Value.Remaining, bench.Standing(bench.OfModel).Tokens!.Value.Remaining));
    }

    [Theory]
    [InlineData("chat", "consumer/team/chat")]
    [InlineData("shared", "model/shared")]
    public async Task A_call_that_one_limit_refuses_has_taken_nothing_of_the_others(string model, string entity)
    {
        using var bench = LimitBench.Of(Own, "{ requestsPerMinute: 1 }", "{ requestsPerMinute: 1 }");
        await bench.Chat(model);

        for (var i = 0; i < 5; i++)
            IsRefused(await bench.Chat(model), $"requestsPerMinute of {entity}", "rate_limit_exceeded");

        await bench.Told(bench.Consumer);
        Assert.Equal((2, 99_995), (bench.Standing(bench.Consumer).Requests!.Value.Remaining, bench.Standing(bench.Consumer).Tokens!.Value.Remaining));
        Assert.Equal(0, bench.InUse(bench.Consumer));
        Assert.Single(bench.Gateway.Provider.Requests);
        // Another model still has all of the consumer's two.
        Assert.Equal([200, 200, 429], await Statuses(bench, 3));
    }

    [Fact]
    public async Task A_models_limit_is_for_all_consumers_together()
    {
        using var bench = LimitBench.Of(model: "{ requestsPerMinute: 2 }");

        await bench.Chat("shared");
        await bench.Chat("shared", key: "another key");

        IsRefused(await bench.Chat("shared"), "requestsPerMinute of model/shared", "rate_limit_exceeded");
        IsRefused(await bench.Chat("shared", key: "another key"), "requestsPerMinute of model/shared", "rate_limit_exceeded");
    }

    [Theory]
    [InlineData("requestsPer10Seconds", "1", "rate_limit_exceeded")]
    [InlineData("requestsPerMinute", "1", "rate_limit_exceeded")]
    [InlineData("requestsPerDay", "1", "insufficient_quota")]
    [InlineData("tokensPerMinute", "12", "rate_limit_exceeded")]
    [InlineData("tokensPerDay", "12", "insufficient_quota")]
    [InlineData("tokensPerMonth", "12", "insufficient_quota")]
    [InlineData("costPerDay", "0.00002", "insufficient_quota")]
    [InlineData("costPerMonth", "0.00002", "insufficient_quota")]
    public async Task A_refusal_names_the_limit_and_whose_it_is(string limit, string bound, string code)
    {
        using var bench = LimitBench.Of($"{{ {limit}: {bound} }}").Priced();
        Assert.Equal(200, (await bench.Chat()).Response.StatusCode);

        var refused = await bench.Chat();

        IsRefused(refused, $"{limit} of consumer/team", code);
        Assert.Contains(limit.StartsWith("cost", StringComparison.Ordinal) ? "limit $0.00002" : $"limit {bound}", refused.Received, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_tells_what_is_left_wherever_it_is()
    {
        using var bench = LimitBench.Of("{ tokensPerDay: 20 }");
        await bench.Chat(maxTokens: 5);
        await bench.Chat(maxTokens: 5);

        Assert.Contains("limit 20, remaining 10.", (await bench.Chat(maxTokens: 5)).Received, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_too_many_at_once_is_refused_and_named_so()
    {
        using var bench = LimitBench.Of("{ concurrent: 1 }");
        var (asked, answer) = (new TaskCompletionSource(), new TaskCompletionSource());
        bench.Gateway.Provider.Before = _ =>
        {
            asked.SetResult();
            return answer.Task;
        };
        var first = bench.Chat();
        await asked.Task;

        IsRefused(await bench.Chat(), "concurrent of consumer/team", "rate_limit_exceeded");

        answer.SetResult();
        Assert.Equal(200, (await first).Response.StatusCode);
    }

    [Fact]
    public async Task Where_money_is_limited_a_model_without_a_price_is_not_called()
    {
        using var bench = LimitBench.Of("{ costPerDay: 1, requestsPerMinute: 5 }");

        var refused = await bench.Chat();

        Assert.Equal((403, "price_unknown"), (refused.Response.StatusCode, Error(refused).GetProperty("code").GetString()));
        Assert.Contains("consumer/team", refused.Received, StringComparison.Ordinal);
        Assert.Contains("'gpt'", refused.Received, StringComparison.Ordinal);
        Assert.Equal(5, bench.Standing(bench.Consumer).Requests!.Value.Remaining);
        Assert.Empty(bench.Gateway.Provider.Requests);
    }

    [Fact]
    public async Task A_soft_limit_on_money_takes_a_call_without_a_price_for_free()
    {
        using var bench = LimitBench.Of("{ costPerDay: 1, soft: [ costPerDay ] }");

        Assert.Equal(200, (await bench.Chat()).Response.StatusCode);
    }

    [Fact]
    public async Task A_call_is_not_made_when_its_limits_cannot_be_asked_for_and_is_not_charged()
    {
        using var bench = LimitBench.Of(Own, "{ requestsPerMinute: 10 }");
        bench.Gateway.Desk.Before = batch => Array.Exists(batch.Reports, report => report.Entity == "consumer/team/chat") ? throw new TimeoutException() : Task.CompletedTask;

        var refused = await bench.Chat();

        Assert.Equal((503, "quota_unavailable"), (refused.Response.StatusCode, Error(refused).GetProperty("code").GetString()));
        Assert.Equal((0, CallOutcome.Limited), (bench.InUse(bench.Consumer), Assert.Single(bench.Gateway.Records).Outcome));
        bench.Gateway.Desk.Before = _ => Task.CompletedTask;
        Assert.Equal([200, 200, 200, 429], await Statuses(bench, 4));
    }

    [Fact]
    public async Task A_caller_that_leaves_while_its_limits_are_asked_for_takes_nothing()
    {
        using var bench = LimitBench.Of(Own, "{ requestsPerMinute: 10 }");
        var asked = new TaskCompletionSource();
        var reply = new TaskCompletionSource();
        bench.Gateway.Desk.Before = batch =>
        {
            if (batch.Reports[0].Entity != "consumer/team/chat")
                return Task.CompletedTask;
            asked.TrySetResult();
            return reply.Task;
        };
        using var caller = new Caller(LimitBench.Body(), Fakes.TestCatalog.ConsumerKey);

        var running = bench.Gateway.Run(caller);
        await asked.Task;
        caller.Leave();
        await running;
        reply.SetResult();

        Assert.Equal((0, CallOutcome.ClientGone), (bench.InUse(bench.Consumer), Assert.Single(bench.Gateway.Records).Outcome));
        Assert.Empty(bench.Gateway.Provider.Requests);
    }

    private static async Task<List<int>> Statuses(LimitBench bench, int calls)
    {
        var statuses = new List<int>();
        while (statuses.Count < calls)
            statuses.Add((await bench.Chat("newer")).Response.StatusCode);
        return statuses;
    }

    private static void IsRefused(Caller caller, string limit, string code)
    {
        Assert.Equal(429, caller.Response.StatusCode);
        Assert.Equal(code, Error(caller).GetProperty("code").GetString());
        Assert.Contains(limit + ":", Error(caller).GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.NotEmpty(caller.Response.Headers.RetryAfter.ToString());
        Assert.Equal(code == "insufficient_quota" ? "false" : "", caller.Response.Headers["x-should-retry"].ToString());
    }

    private static JsonElement Error(Caller caller) => JsonDocument.Parse(caller.Received).RootElement.GetProperty("error");
}
