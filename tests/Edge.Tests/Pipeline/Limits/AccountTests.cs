using AiGateway.Core.Limits;
using AiGateway.Core.Usage;
using AiGateway.Edge.Tests.Fakes;
using AiGateway.Grains.Cluster;

namespace AiGateway.Edge.Tests.Pipeline.Limits;

/// <summary>Keys are left alone before their provider refuses them.</summary>
public sealed class AccountTests
{
    [Fact]
    public async Task A_key_whose_account_is_full_is_passed_over_for_the_next()
    {
        using var bench = LimitBench.Of(key: "{ requestsPerMinute: 1 }");

        Assert.Equal(200, (await bench.Chat()).Response.StatusCode);
        // The first call need not wait for the lease of a key while another has room.
        await Eventually.Holds(() => bench.Available(bench.Account("k1"), LimitDimension.RequestsPerMinute) == 1);
        for (var i = 0; i < 4; i++)
            Assert.Equal(200, (await bench.Chat()).Response.StatusCode);

        Assert.Equal(["ONE", "TWO", "TWO", "TWO", "TWO"], bench.Keys.Order());
    }

    [Fact]
    public async Task A_key_that_is_clearly_quicker_is_worth_the_question_to_its_owner()
    {
        using var bench = LimitBench.Of(key: "{ requestsPerDay: 3 }");
        bench.Gateway.Views["k2"].Load["gpt"].Measured(5_000, bench.Gateway.Time.MonotonicMs());

        for (var i = 0; i < 4; i++)
            Assert.Equal(200, (await bench.Chat()).Response.StatusCode);

        Assert.Equal(["ONE", "ONE", "ONE", "TWO"], bench.Keys);
    }

    [Fact]
    public async Task A_key_of_a_higher_tier_waits_until_the_owner_of_the_lower_ones_limits_was_asked()
    {
        using var bench = Tiers("{ requestsPerDay: 3 }");

        for (var i = 0; i < 5; i++)
            Assert.Equal(200, (await bench.Chat()).Response.StatusCode);

        Assert.Equal(["ONE", "ONE", "ONE", "TWO", "TWO"], bench.Keys);
    }

    [Fact]
    public async Task A_conversation_waits_for_permits_of_its_account_rather_than_go_elsewhere()
    {
        using var bench = new LimitBench("""
            providers:
              - { id: p, baseUrl: 'http://p/v1', keys: [ { id: k1, secret: ONE, limits: { requestsPerMinute: 1000 } }, { id: k2, secret: TWO } ] }
            models: [ { id: chat, targets: [ { provider: p, model: gpt } ] } ]
            consumers: [ { id: team, keys: [ { secret: the caller's own key } ], models: [ "*" ] } ]
            """);
        for (var session = 0; session < 10; session++)
        {
            for (var turn = 0; turn < 2; turn++)
            {
                bench.Gateway.Provider.Answers(200, TestGateway.Answer());
                await bench.Gateway.Call($$"""{"model":"chat","prompt_cache_key":"s{{session}}","messages":[{"role":"user","content":"hi"}]}""");
            }
        }

        Assert.Equal(20, bench.Keys.Count);
        Assert.All(bench.Keys.Chunk(2), turns => Assert.Single(turns.Distinct()));
        Assert.Equal(["ONE", "TWO"], bench.Keys.Distinct().Order());
    }

    [Fact]
    public async Task When_all_keys_of_a_target_are_full_the_next_target_answers()
    {
        using var bench = LimitBench.Of(key: "{ requestsPerMinute: 1 }", second: "{ requestsPerMinute: 1 }");

        for (var i = 0; i < 4; i++)
            Assert.Equal(200, (await bench.Chat("chained")).Response.StatusCode);

        Assert.Equal(["ONE", "THREE", "THREE", "TWO"], bench.Keys.Order());
    }

    [Fact]
    public async Task When_all_accounts_are_full_the_caller_is_asked_to_come_back_and_pays_nothing()
    {
        using var bench = LimitBench.Of("{ requestsPerMinute: 10, tokensPerMinute: 100000 }", key: "{ requestsPerMinute: 1 }", second: "{ requestsPerMinute: 1 }");
        await bench.Chat();
        await bench.Chat();

        var refused = await bench.Chat();

        Assert.Equal(429, refused.Response.StatusCode);
        Assert.Contains("rate_limit_exceeded", refused.Received, StringComparison.Ordinal);
        Assert.DoesNotContain("account/", refused.Received, StringComparison.Ordinal);
        Assert.InRange(int.Parse(refused.Response.Headers.RetryAfter.ToString(), System.Globalization.CultureInfo.InvariantCulture), 1, 66);
        Assert.Equal((2, CallOutcome.UpstreamError, 0), (bench.Gateway.Provider.Requests.Count, bench.Gateway.Records[^1].Outcome, bench.InUse(bench.Consumer)));
        await bench.Told(bench.Consumer);
        Assert.Equal((8, 99_990), (bench.Standing(bench.Consumer).Requests!.Value.Remaining, bench.Standing(bench.Consumer).Tokens!.Value.Remaining));
    }

    [Fact]
    public async Task Keys_of_one_account_share_what_it_has()
    {
        using var bench = new LimitBench(TestGateway.TwoKeys
            .Replace("id: k1,", "id: k1, quotaGroup: org, limits: { requestsPerDay: 3 },", StringComparison.Ordinal)
            .Replace("id: k2,", "id: k2, quotaGroup: org,", StringComparison.Ordinal));

        for (var i = 0; i < 3; i++)
            Assert.Equal(200, (await bench.Chat()).Response.StatusCode);

        Assert.Equal(429, (await bench.Chat()).Response.StatusCode);
        Assert.Equal(3, bench.Keys.Count);
    }

    [Fact]
    public async Task A_call_that_never_reached_the_provider_leaves_its_account_as_it_was()
    {
        // A provider that is down for all keys would not be asked a sixth time.
        using var bench = new LimitBench(TestGateway.TwoKeys
            .Replace("baseUrl:", "health: { consecutiveFailures: 100 }, baseUrl:", StringComparison.Ordinal)
            .Replace("id: k1,", "id: k1, limits: { tokensPerMinute: 1100 },", StringComparison.Ordinal)
            .Replace("id: k2,", "id: k2, limits: { tokensPerMinute: 1100 },", StringComparison.Ordinal));
        for (var i = 0; i < 3; i++)
        {
            bench.Gateway.Provider.IsDown().IsDown();
            await bench.Gateway.Call(LimitBench.Body());
        }

        Assert.Equal(6, bench.Keys.Count);
    }

    [Fact]
    public async Task A_call_is_made_when_the_owner_of_an_account_cannot_be_reached()
    {
        using var bench = LimitBench.Of("{ requestsPerMinute: 10 }", key: "{ requestsPerMinute: 1 }", second: "{ requestsPerMinute: 1 }");
        bench.Gateway.Desk.Before = batch => Array.Exists(batch.Reports, IsAccount) ? throw new TimeoutException() : Task.CompletedTask;

        for (var i = 0; i < 4; i++)
            Assert.Equal(200, (await bench.Chat()).Response.StatusCode);
    }

    [Fact]
    public async Task A_call_does_not_wait_long_for_the_owner_of_an_account()
    {
        using var bench = LimitBench.Of(key: "{ requestsPerMinute: 1 }", second: "{ requestsPerMinute: 1 }");
        bench.Gateway.Desk.Before = _ => Task.Delay(Timeout.Infinite, TestContext.Current.CancellationToken);
        var began = bench.Gateway.Time.GetUtcNow();

        var running = bench.Chat();
        await Eventually.Holds(() => running.IsCompleted, () => bench.Gateway.Time.Advance(TimeSpan.FromMilliseconds(10)));

        Assert.Equal(200, (await running).Response.StatusCode);
        Assert.InRange((bench.Gateway.Time.GetUtcNow() - began).TotalMilliseconds, 50, 1_000);
    }

    [Fact]
    public async Task While_the_owner_of_a_better_keys_account_is_silent_a_key_that_has_room_is_taken()
    {
        using var bench = LimitBench.Of(key: "{ requestsPerMinute: 10 }");
        bench.Gateway.Views["k2"].Load["gpt"].Measured(5_000, bench.Gateway.Time.MonotonicMs());
        bench.Gateway.Desk.Before = _ => Task.Delay(Timeout.Infinite, TestContext.Current.CancellationToken);

        for (var i = 0; i < 3; i++)
        {
            var running = bench.Chat();
            await Eventually.Holds(() => running.IsCompleted, () => bench.Gateway.Time.Advance(TimeSpan.FromMilliseconds(10)));
            Assert.Equal(200, (await running).Response.StatusCode);
        }

        Assert.Equal(["TWO", "TWO", "TWO"], bench.Keys);
    }

    [Fact]
    public async Task The_account_that_failed_is_charged_the_call_and_the_one_that_answered_its_tokens()
    {
        using var bench = LimitBench.Of(key: "{ requestsPerMinute: 60, tokensPerMinute: 10000 }", second: "{ requestsPerMinute: 60, tokensPerMinute: 10000 }");
        bench.Gateway.Provider.Answers(500, """{"error":{"message":"boom"}}""").Answers(200, TestGateway.Answer());

        await bench.Gateway.Call(LimitBench.Body());

        var left = bench.Gateway.Catalog.Table.Providers["p"].Keys.Select(key => bench.Standing(key.LimitedFor("gpt", "gpt")!)).ToArray();
        Assert.All(left, standing => Assert.Equal(58, standing.Requests!.Value.Remaining));
        Assert.Equal([9_800, 9_795], left.Select(standing => standing.Tokens!.Value.Remaining));
    }

    private static LimitBench Tiers(string limits) => new($$"""
        providers:
          - { id: p, baseUrl: 'http://p/v1', keys: [ { id: k2, secret: TWO, tier: 1 }, { id: k1, secret: ONE, limits: {{limits}} } ] }
        models: [ { id: chat, targets: [ { provider: p, model: gpt } ] } ]
        consumers: [ { id: team, keys: [ { secret: the caller's own key } ], models: [ "*" ] } ]
        """);

    private static bool IsAccount(AiGateway.Grains.Limits.DeskReport report) => report.Entity.StartsWith("account/", StringComparison.Ordinal);
}
