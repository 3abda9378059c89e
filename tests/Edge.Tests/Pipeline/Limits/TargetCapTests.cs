using AiGateway.Edge.Catalog;
using AiGateway.Edge.Hosting;
using AiGateway.Edge.Tests.Fakes;

namespace AiGateway.Edge.Tests.Pipeline.Limits;

/// <summary>Limits on single targets of a split: who gets the calls they have no room for.</summary>
public sealed class TargetCapTests
{
    [Fact]
    public async Task A_target_gets_as_many_calls_as_it_has_room_for_and_nobody_is_refused()
    {
        using var bench = Bench("{ requestsPerDay: 3 }");

        for (var i = 0; i < 30; i++)
            Assert.Equal(200, (await bench.Chat("split")).Response.StatusCode);

        Assert.Equal((27, 3), (At(bench, "main"), At(bench, "canary")));
        Assert.Equal(0, bench.InUse(Cap(bench)));
    }

    [Fact]
    public async Task What_a_target_has_no_room_for_is_divided_among_the_others_by_their_weights()
    {
        using var bench = Bench("{ requestsPerDay: 2 }", "{ provider: main, model: gpt, weight: 2 }, { provider: third, model: gpt, weight: 1 }, ");

        for (var i = 0; i < 122; i++)
            await bench.Chat("split");

        Assert.Equal(2, At(bench, "canary"));
        // The canary's turns and the others' own, each within a call of exact.
        Assert.InRange(At(bench, "third"), 38, 42);
    }

    [Fact]
    public async Task When_no_target_is_left_the_caller_hears_of_the_one_that_has_room_first()
    {
        using var bench = Bench("{ requestsPerDay: 1 }", "{ provider: main, model: gpt, limits: { requestsPerMinute: 1 } }, ");
        await bench.Chat("split");
        await bench.Chat("split");

        var refused = await bench.Chat("split");

        Assert.Equal(429, refused.Response.StatusCode);
        Assert.Contains("rate_limit_exceeded", refused.Received, StringComparison.Ordinal);
        Assert.Contains("requestsPerMinute of target/split@main/gpt", refused.Received, StringComparison.Ordinal);
        Assert.Equal((1, 1), (At(bench, "main"), At(bench, "canary")));
    }

    [Fact]
    public async Task A_call_that_no_target_takes_has_used_nothing_of_its_consumers_limits()
    {
        using var bench = Bench("{ requestsPerDay: 1 }", "", own: "{ requestsPerMinute: 10 }");
        await bench.Chat("split");

        for (var i = 0; i < 5; i++)
            Assert.Equal(429, (await bench.Chat("split")).Response.StatusCode);

        await bench.Told(bench.Consumer);
        Assert.Equal(9, bench.Standing(bench.Consumer).Requests!.Value.Remaining);
    }

    [Fact]
    public async Task A_call_that_its_consumers_limit_refuses_has_used_nothing_of_the_target()
    {
        using var bench = Bench("{ requestsPerDay: 10, tokensPerDay: 100000, concurrent: 5 }", "", own: "{ requestsPerMinute: 2 }");
        for (var i = 0; i < 8; i++)
            Assert.Equal(i < 2 ? 200 : 429, (await bench.Chat("split")).Response.StatusCode);

        await bench.Told(Cap(bench));
        Assert.Equal((8, 99_990), (bench.Standing(Cap(bench)).Requests!.Value.Remaining, bench.Standing(Cap(bench)).Tokens!.Value.Remaining));
        Assert.Equal(0, bench.InUse(Cap(bench)));
    }

    [Fact]
    public async Task An_id_that_finds_its_target_full_goes_to_the_next_and_comes_back()
    {
        using var bench = Bench("{ concurrent: 1 }", more: "sticky: { by: header, header: x-user },");
        var canaries = new List<string>();
        for (var user = 0; user < 20; user++)
        {
            var before = At(bench, "canary");
            await As(bench, $"u{user}");
            if (At(bench, "canary") > before)
                canaries.Add($"u{user}");
        }
        Assert.InRange(canaries.Count, 2, 18);

        var (asked, answer) = (new TaskCompletionSource(), new TaskCompletionSource());
        bench.Gateway.Provider.Before = _ =>
        {
            bench.Gateway.Provider.Before = _ => Task.CompletedTask;
            asked.SetResult();
            return answer.Task;
        };
        var first = As(bench, canaries[0]);
        await asked.Task;
        await As(bench, canaries[1]);
        Assert.Equal("main", bench.Gateway.Provider.Requests[^1].Address.Host);
        answer.SetResult();
        await first;

        await As(bench, canaries[1]);
        Assert.Equal("canary", bench.Gateway.Provider.Requests[^1].Address.Host);
    }

    [Fact]
    public async Task A_target_whose_owner_cannot_be_asked_counts_as_full()
    {
        using var bench = Bench("{ requestsPerDay: 100 }");
        bench.Gateway.Desk.Before = batch => batch.Reports[0].Entity.StartsWith("target/", StringComparison.Ordinal) ? throw new TimeoutException() : Task.CompletedTask;

        for (var i = 0; i < 6; i++)
            Assert.Equal(200, (await bench.Chat("split")).Response.StatusCode);

        Assert.Equal((6, 0), (At(bench, "main"), At(bench, "canary")));
    }

    [Fact]
    public async Task The_only_target_is_not_called_while_its_owner_cannot_be_asked()
    {
        using var bench = Bench("{ requestsPerDay: 100 }", "");
        bench.Gateway.Desk.Before = _ => throw new TimeoutException();

        var refused = await bench.Chat("split");

        Assert.Equal(503, refused.Response.StatusCode);
        Assert.Contains("quota_unavailable", refused.Received, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_silent_owner_is_not_waited_for_long_while_another_target_can_take_the_call()
    {
        using var bench = Bench("{ requestsPerDay: 100 }");
        bench.Gateway.Desk.Before = _ => Task.Delay(Timeout.Infinite, TestContext.Current.CancellationToken);
        var began = bench.Gateway.Time.GetUtcNow();

        for (var i = 0; i < 2; i++)
        {
            var running = bench.Chat("split");
            await Eventually.Holds(() => running.IsCompleted, () => bench.Gateway.Time.Advance(TimeSpan.FromMilliseconds(10)));
            Assert.Equal(200, (await running).Response.StatusCode);
        }

        Assert.Equal((2, 0), (At(bench, "main"), At(bench, "canary")));
        Assert.InRange((bench.Gateway.Time.GetUtcNow() - began).TotalMilliseconds, 50, 2_000);
    }

    [Fact]
    public async Task A_target_is_charged_what_it_answered_and_nothing_of_what_a_fallback_did_in_its_place()
    {
        using var bench = Bench("{ requestsPerDay: 10, tokensPerDay: 100000, concurrent: 1 }", "", "fallback: [ { provider: third, model: gpt } ],",
            new GatewaySettings { AttemptsPerTarget = 1 });
        await bench.Chat("split");
        bench.Gateway.Provider.Answers(500, TestGateway.ServerError).Answers(200, TestGateway.Answer());
        await bench.Gateway.Call(LimitBench.Body("split"));
        Assert.Equal((2, 1), (At(bench, "canary"), At(bench, "third")));

        await bench.Told(Cap(bench));
        Assert.Equal((8, 99_995), (bench.Standing(Cap(bench)).Requests!.Value.Remaining, bench.Standing(Cap(bench)).Tokens!.Value.Remaining));
        Assert.Equal(0, bench.InUse(Cap(bench)));
    }

    [Fact]
    public async Task Of_an_answer_that_a_fallback_went_on_with_a_target_is_charged_its_part()
    {
        using var bench = Bench("{ tokensPerDay: 100000 }", "", "fallback: [ { provider: third, model: gpt, continues: plain } ],", new GatewaySettings { AttemptsPerTarget = 1 });
        bench.Gateway.Provider.Answers(200, TestGateway.Event("some words"), "text/event-stream").Answers(200, TestGateway.Stream(" and", " many", " more"), "text/event-stream");

        var caller = await bench.Gateway.Call(TestGateway.Chat("split", stream: true));
        Assert.Contains("[DONE]", caller.Received, StringComparison.Ordinal);

        await bench.Told(Cap(bench));
        var charged = 100_000 - bench.Standing(Cap(bench)).Tokens!.Value.Remaining;
        Assert.InRange(charged, 1, bench.Gateway.Records.Single().Tokens.Total - 1);
    }

    [Fact]
    public async Task A_target_that_was_not_reached_is_charged_nothing()
    {
        using var bench = Bench("{ requestsPerDay: 10, tokensPerDay: 100000, concurrent: 1 }", "", "fallback: [ { provider: third, model: gpt } ],",
            new GatewaySettings { AttemptsPerTarget = 1 });
        bench.Gateway.Provider.IsDown().Answers(200, TestGateway.Answer());
        await bench.Gateway.Call(LimitBench.Body("split"));

        await bench.Told(Cap(bench));
        Assert.Equal((10, 100_000), (bench.Standing(Cap(bench)).Requests!.Value.Remaining, bench.Standing(Cap(bench)).Tokens!.Value.Remaining));
    }

    [Fact]
    public async Task A_fallback_that_names_the_target_is_not_limited()
    {
        using var bench = Bench("{ requestsPerDay: 1 }", more: "fallback: [ { provider: canary, model: gpt } ],", settings: new GatewaySettings { AttemptsPerTarget = 1 });
        await bench.Chat("split");
        await bench.Chat("split");
        bench.Gateway.Provider.Answers(500, TestGateway.ServerError).Answers(200, TestGateway.Answer());

        Assert.Equal(200, (await bench.Gateway.Call(LimitBench.Body("split"))).Response.StatusCode);

        Assert.Equal((2, 2), (At(bench, "main"), At(bench, "canary")));
    }

    [Fact]
    public async Task Strict_limits_on_tokens_cap_the_answer_of_their_target_alone()
    {
        using var bench = Bench("{ tokensPerDay: 5000 }");

        await bench.Chat("split");
        await bench.Chat("split");

        var bodies = bench.Gateway.Provider.Requests.ToLookup(request => request.Address.Host, request => request.Body);
        Assert.Contains("\"max_tokens\":4096", bodies["canary"].Single(), StringComparison.Ordinal);
        Assert.DoesNotContain("max_tokens", bodies["main"].Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_target_with_less_left_than_a_call_may_use_shortens_no_answer()
    {
        using var bench = Bench("{ tokensPerDay: 4200 }");

        for (var i = 0; i < 6; i++)
            await bench.Chat("split", maxTokens: 4_190);

        Assert.Equal((5, 1), (At(bench, "main"), At(bench, "canary")));
    }

    [Fact]
    public async Task Where_a_targets_money_is_limited_and_it_has_no_price_others_take_its_calls()
    {
        using var bench = Bench("{ costPerDay: 1 }");

        for (var i = 0; i < 4; i++)
            Assert.Equal(200, (await bench.Chat("split")).Response.StatusCode);

        Assert.Equal((4, 0), (At(bench, "main"), At(bench, "canary")));
        using var alone = Bench("{ costPerDay: 1 }", "");
        var refused = await alone.Chat("split");
        Assert.Equal(403, refused.Response.StatusCode);
        Assert.Contains("price_unknown", refused.Received, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_consumer_that_is_to_know_hears_of_the_target_that_was_full()
    {
        using var bench = Bench("{ requestsPerDay: 1 }");
        for (var i = 0; i < 3; i++)
            await bench.Chat("split", key: "another key");

        var passed = await bench.Chat("split", key: "another key");

        Assert.Contains("canary/gpt limit_reached", passed.Response.Headers["x-aigateway-passed-over"].ToString(), StringComparison.Ordinal);
        Assert.Equal("main/gpt", passed.Response.Headers["x-aigateway-target"].ToString());
    }

    private static LimitBench Bench(
        string limits, string others = "{ provider: main, model: gpt }, ", string more = "", GatewaySettings? settings = null, string own = "{}") => new($$"""
        providers:
          - { id: main, baseUrl: 'http://main/v1', keys: [ { id: k1, secret: ONE } ] }
          - { id: canary, baseUrl: 'http://canary/v1', keys: [ { id: k2, secret: TWO } ] }
          - { id: third, baseUrl: 'http://third/v1', keys: [ { id: k3, secret: THREE } ] }
        models:
          - { id: split, {{more}} targets: [ {{others}}{ provider: canary, model: gpt, limits: {{limits}} } ] }
        consumers:
          - { id: team, keys: [ { secret: the caller's own key } ], models: [ "*" ], limits: {{own}} }
          - { id: other, explain: true, keys: [ { secret: another key } ], models: [ "*" ] }
        """, settings);

    private static LimitedEntity Cap(LimitBench bench) => bench.Gateway.Catalog.Table.Routes[0].Targets[^1].Limited!;

    private static int At(LimitBench bench, string host) => bench.Gateway.Provider.Requests.Count(request => request.Address.Host == host);

    private static async Task As(LimitBench bench, string user)
    {
        bench.Gateway.Provider.Answers(200, TestGateway.Answer());
        using var caller = new Caller(LimitBench.Body("split"), TestCatalog.ConsumerKey);
        caller.Http.Request.Headers["x-user"] = user;
        await bench.Gateway.Run(caller);
        Assert.Equal(200, caller.Response.StatusCode);
    }
}
