using AiGateway.Core.Usage;
using AiGateway.Edge.Realtime;
using AiGateway.Edge.Tests.Fakes;
using AiGateway.Edge.Tests.Pipeline.Limits;
using AiGateway.Grains.Cluster;

namespace AiGateway.Edge.Tests.Realtime;

public sealed class RealtimeTurnsTests
{
    [Fact]
    public async Task Each_response_is_a_call_and_the_turn_nobody_took_is_none()
    {
        using var bench = await TurnBench.Of("{ requestsPerMinute: 10, tokensPerMinute: 100000, concurrent: 1 }");

        Assert.Null(await bench.Turn(3, 4));
        Assert.Null(await bench.Turn(10, 20));
        Assert.Equal(1, bench.InUse(bench.Consumer));
        bench.Turns.End(CallOutcome.Ok);

        Assert.Equal([(CallOutcome.Ok, 7), (CallOutcome.Ok, 30)], bench.Records);
        Assert.Equal(2, bench.Gateway.Records.Select(record => record.CallId).Distinct().Count());
        Assert.All(bench.Gateway.Records, record => Assert.Equal(("p", "gpt-realtime", "k", 1), (record.Provider, record.TargetModel, record.Key, record.Attempts)));
        await Gone(bench);
        var standing = bench.Gateway.Leases.For(bench.Consumer).Account.Standing(bench.Consumer.Limits, bench.Gateway.Time.MonotonicMs());
        Assert.Equal((8, 99_963), (standing.Requests!.Value.Remaining, standing.Tokens!.Value.Remaining));
        // The trace is of the whole session.
        Assert.Equal((CallOutcome.Ok, 37), (bench.Call.Outcome, bench.Call.AllTokens.Total));
    }

    [Fact]
    public async Task A_session_without_a_response_is_one_call()
    {
        using var bench = await TurnBench.Of("{ requestsPerMinute: 10 }");

        bench.Turns.End(CallOutcome.Ok);

        Assert.Equal([(CallOutcome.Ok, 0)], bench.Records);
        await Gone(bench);
    }

    [Fact]
    public async Task The_response_that_uses_up_a_limit_is_the_last_and_nothing_stays_reserved()
    {
        using var bench = await TurnBench.Of("{ tokensPerDay: 9000 }");

        Assert.Null(await bench.Turn(100, 200));
        var end = await bench.Turn(4_000, 5_000);

        Assert.Equal(4429, (int)end!.Value.Code);
        Assert.Contains("tokensPerDay of consumer/team", end.Value.Reason, StringComparison.Ordinal);
        bench.Turns.End(CallOutcome.Ok);
        Assert.Equal([(CallOutcome.Ok, 300), (CallOutcome.Ok, 9_000), (CallOutcome.Limited, 0)], bench.Records);
        Assert.Equal(429, bench.Gateway.Records[^1].Status);
        Assert.Equal(CallOutcome.Limited, bench.Call.Outcome);
        await Gone(bench);
    }

    [Theory]
    [InlineData(CallOutcome.ClientGone)]
    [InlineData(CallOutcome.Interrupted)]
    public async Task A_response_that_breaks_off_is_charged_what_it_will_have_taken(CallOutcome outcome)
    {
        using var bench = await TurnBench.Of("{ tokensPerMinute: 100000 }");
        await bench.Turn(100, 50);
        await bench.Created();
        Assert.True(bench.Turns.IsAnswering);
        for (var i = 0; i < 4; i++)
            await bench.Delta(padding: 32_000);

        bench.Turns.End(outcome);

        // The conversation is read again, and four pieces of half a second are 41 to 44 tokens.
        var record = bench.Gateway.Records[^1];
        Assert.Equal((outcome, 150, true), (record.Outcome, record.Tokens.Prompt, record.Tokens.Estimated));
        Assert.Equal(44, record.Tokens.Completion);
        await Gone(bench);
    }

    [Fact]
    public async Task A_response_without_figures_is_estimated()
    {
        using var bench = await TurnBench.Of();
        await bench.Created();
        await bench.Delta();
        await bench.Delta();

        await bench.Hear("""{"type":"response.done","response":{"status":"completed"}}""");

        Assert.Equal(new TokenUsage(0, 2, 0, 0, Estimated: true), bench.Gateway.Records[^1].Tokens);
    }

    [Fact]
    public async Task Responses_at_the_same_time_are_charged_one_by_one()
    {
        using var bench = await TurnBench.Of("{ requestsPerMinute: 10 }");
        await bench.Created();
        await bench.Created();
        Assert.Null(await bench.Done(1, 2));
        Assert.Null(await bench.Done(3, 4));

        bench.Turns.End(CallOutcome.Ok);

        Assert.Equal([(CallOutcome.Ok, 3), (CallOutcome.Ok, 7)], bench.Records);
        await Gone(bench);
    }

    [Fact]
    public async Task The_time_in_which_the_caller_thinks_is_not_the_responses()
    {
        using var bench = await TurnBench.Of();
        foreach (var _ in new int[2])
        {
            bench.Gateway.Time.Advance(TimeSpan.FromMinutes(5));
            await bench.Created();
            bench.Gateway.Time.Advance(TimeSpan.FromMilliseconds(300));
            await bench.Delta();
            bench.Gateway.Time.Advance(TimeSpan.FromMilliseconds(700));
            await bench.Done(1, 1);
        }

        Assert.Equal([(300.0, 1_000.0), (300.0, 1_000.0)], bench.Gateway.Records.Select(record => (record.FirstTokenMs!.Value, record.TotalMs)));
    }

    [Fact]
    public async Task The_next_turn_goes_by_the_newest_catalog()
    {
        using var bench = await TurnBench.Of();
        Assert.Null(await bench.Turn(1, 1));
        Replace(bench, TurnBench.Catalog("{ requestsPerMinute: 1 }"));

        Assert.Null(await bench.Turn(1, 1));
        Assert.Equal(4429, (int)(await bench.Turn(1, 1))!.Value.Code);
    }

    [Fact]
    public async Task Without_its_consumer_there_is_no_next_turn()
    {
        using var bench = await TurnBench.Of("{ requestsPerMinute: 10 }");
        Replace(bench, TurnBench.Catalog(consumer: "somebody"));

        Assert.Equal(4401, (int)(await bench.Turn(1, 1))!.Value.Code);
        bench.Turns.End(CallOutcome.Ok);
        Assert.Equal([(CallOutcome.Ok, 2)], bench.Records);
    }

    [Fact]
    public async Task When_nobody_can_say_whose_key_is_still_good_the_session_ends_with_its_turn()
    {
        using var bench = await TurnBench.Of();
        bench.Gateway.Contact.CaughtUp();
        Assert.Null(await bench.Turn(1, 1));
        bench.Gateway.Time.Advance(TimeSpan.FromSeconds(bench.Gateway.Settings.TrustKeysSeconds + 1));

        Assert.Equal(4503, (int)(await bench.Turn(1, 1))!.Value.Code);
        bench.Turns.End(CallOutcome.Ok);
        Assert.Equal(2, bench.Gateway.Records.Count);
    }

    [Fact]
    public async Task What_a_turn_takes_of_its_keys_account_and_its_target_is_given_back()
    {
        using var bench = await TurnBench.Of(key: "{ requestsPerDay: 100, tokensPerMinute: 100000 }", target: "{ requestsPerDay: 2 }");
        var table = bench.Gateway.Catalog.Table;
        var account = table.Keys["k"].LimitedFor("gpt-realtime", "gpt-realtime")!;
        var target = bench.Call.Route.Hops[0].Target.Limited!;
        Assert.Equal("p", bench.Call.LastAttempt!.Provider.Id);

        Assert.Null(await bench.Turn(1, 1));
        Assert.Equal(1, bench.InUse(target));
        // The session cannot go to the other target of its model, where there would be room.
        var end = await bench.Turn(1, 1);
        bench.Turns.End(CallOutcome.Ok);

        Assert.Equal(4429, (int)end!.Value.Code);
        Assert.Equal((0, 0), (bench.InUse(target), bench.InUse(account)));
        Assert.All(bench.Gateway.Records.Take(2), record => Assert.Equal("p", record.Provider));
    }

    private static void Replace(TurnBench bench, string yaml)
    {
        var catalog = new TestCatalog(yaml);
        bench.Gateway.CatalogView.Replace(catalog.Snapshot, catalog.Table);
    }

    private static async Task Gone(TurnBench bench)
    {
        Assert.Equal(0, bench.InUse(bench.Consumer));
        await bench.Gateway.Leases.For(bench.Consumer).Report()!;
        await bench.Gateway.Leases.For(bench.Consumer).Report()!;
    }
}
