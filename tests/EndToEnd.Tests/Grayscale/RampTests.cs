using System.Text;
using System.Text.Json;
using AiGateway.EndToEnd.Tests.Cluster;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.Grayscale;

/// <summary>A target whose share is raised while it is called: one that fails, one that does well, and one that operators handle.</summary>
[Collection(UndisturbedTests.Name)]
public sealed class RampTests(RampCluster cluster) : IClassFixture<RampCluster>
{
    private const int Users = 90;

    [Fact]
    public async Task A_canary_that_fails_a_fifth_of_its_calls_has_none_at_any_edge_a_second_after_the_verdict_and_stays_out()
    {
        await cluster.Becomes("team/shaky", "Running");
        await cluster.EveryEdgeGives("team/shaky", 20);
        await cluster.Fake.AddRule(new { match = new { model = "shaky", stream = true }, answer = new { preset = "openai.server_error" } });
        List<Caller> callers = [.. cluster.Edges.SelectMany(edge => Enumerable.Range(0, 2).Select(_ => new Caller(edge.DataAddress, RampCluster.ConsumerKey)))];
        // Which calls fail has nothing to do with the turn the split is at.
        await using var load = SteadyLoad.Start(callers, (caller, number) => caller.Chat("team/shaky", stream: new Random(number).Next(5) == 0), TimeSpan.FromMilliseconds(5));

        var ramp = await cluster.Becomes("team/shaky", "RolledBack");
        var (log, age) = (await cluster.Fake.Log(), (long)(await RampCluster.Ramp(cluster.Edges[1], "team/shaky"))["forMs"]!);
        var verdictUs = log.NowUs - (1_000 * age);
        await cluster.Fake.Log(log.LastSeq, wait: 600, timeoutMs: 20_000);
        await load.Stop();
        callers.ForEach(caller => caller.Dispose());

        var calls = (await cluster.Fake.Log()).Entries.Where(call => call.Model == "shaky").ToList();
        var late = calls.Where(call => call.ArrivedUs > verdictUs).Select(call => (call.ArrivedUs - verdictUs) / 1_000.0).ToList();
        Report.Line($"rolled back after {calls.Count} calls of the canary, {calls.Count(call => call.Status != 200)} failed ({ramp["message"]}); over {cluster.Edges.Count} edges, the last one {late.DefaultIfEmpty(0).Max():0} ms after the verdict; {load.Ends.Count} calls in all");
        Assert.Empty(load.Failures);
        Assert.Contains((string?)ramp["reason"], new[] { "error_rate", "failures_in_a_row" });
        Assert.True(late.DefaultIfEmpty(0).Max() <= 1_000, $"the canary was called {late.DefaultIfEmpty(0).Max():0} ms after the verdict");
        Assert.InRange(calls.Count, 5, 250);
        await cluster.EveryEdgeGives("team/shaky", 0);

        await cluster.KillEachSilo();
        Assert.Equal(0, (double)(await cluster.Becomes("team/shaky", "RolledBack"))["sharePercent"]!);
        await cluster.EveryEdgeGives("team/shaky", 0);
    }

    [Fact]
    public async Task A_canary_that_does_well_gets_everything_and_no_user_is_sent_back_on_the_way()
    {
        await cluster.Becomes("good", "Running");
        var clients = cluster.Edges.Select(edge => edge.ClientWith(RampCluster.ConsumerKey)).ToList();
        var canaries = new HashSet<int>();
        var seen = new HashSet<double>();
        var promoted = false;
        for (var round = 0; !promoted; round++)
        {
            Assert.True(round < 2_000, "It was not promoted.");
            var ramp = await RampCluster.Ramp(cluster.Edges[0], "good");
            promoted = (string?)ramp["state"] == "Promoted";
            seen.Add((double)ramp["sharePercent"]!);
            for (var user = 0; user < Users; user++)
            {
                // Each keeps to an edge: two edges hear of a step some milliseconds apart.
                var isCanary = await IsCanary(clients[user % clients.Count], user);
                Assert.True(isCanary || !canaries.Contains(user), $"user {user} was sent back in round {round}");
                if (isCanary)
                    canaries.Add(user);
            }
        }

        // On a slow machine a whole step may pass between two looks, but not the first: it takes calls, and none were made before.
        Assert.Contains(10, seen);
        await cluster.EveryEdgeGives("good", 100);
        for (var user = 0; user < Users; user++)
            Assert.True(await IsCanary(clients[(user + 1) % clients.Count], user));
        clients.ForEach(client => client.Dispose());
    }

    [Fact]
    public async Task Operators_see_a_ramp_and_pause_resume_promote_roll_back_and_restart_it()
    {
        await cluster.Becomes("managed", "Running");
        // Another test may have taken its owner away a moment ago, and calls that were divided by the word of an owner before count nothing.
        _ = (await cluster.Edges[1].Admin.Post("/admin/v1/ramps/managed/restart")).Ok;
        using var client = cluster.Edges[1].ClientWith(RampCluster.ConsumerKey);
        for (var i = 0; i < 20; i++)
            Assert.Equal(200, (await client.Chat("managed")).Status);
        var ramp = await Eventually.Get(() => RampCluster.Ramp(cluster.Edges[2], "managed"), seen => (long)seen["canary"]!["judged"]! == 2 && (long)seen["baseline"]!["judged"]! == 18);
        Assert.Equal(10, (double)ramp["shareHerePercent"]!);
        Assert.Equal(("managed", "new", 10.0, 1), ((string?)ramp["model"], (string?)ramp["target"]!["provider"], (double)ramp["actualPercent"]!, (int)ramp["step"]!));

        foreach (var (action, state, share) in new[] { ("pause", "Paused", 10.0), ("resume", "Running", 10), ("promote", "Promoted", 100), ("rollback", "RolledBack", 0) })
        {
            Assert.Equal(state, (string?)(await cluster.Edges[0].Admin.Post($"/admin/v1/ramps/managed/{action}")).Ok["state"]);
            await cluster.EveryEdgeGives("managed", share);
        }
        Assert.Equal(409, (await cluster.Edges[0].Admin.Post("/admin/v1/ramps/managed/promote")).Status);
        Assert.Equal(404, (await cluster.Edges[0].Admin.Post("/admin/v1/ramps/managed/forget")).Status);
        Assert.Equal(404, (await cluster.Edges[0].Admin.Post("/admin/v1/ramps/unknown/pause")).Status);
        Assert.Equal(404, (await cluster.Edges[0].Admin.Get("/admin/v1/ramps/unknown")).Status);
        Assert.Equal("Running", (string?)(await cluster.Edges[0].Admin.Post("/admin/v1/ramps/managed/restart")).Ok["state"]);
        await cluster.EveryEdgeGives("managed", 10);
        Assert.Equal(["good", "managed", "team/shaky"], (await cluster.Edges[0].Admin.Get("/admin/v1/ramps")).Ok["data"]!.AsArray().Select(each => (string)each!["model"]!).Order(StringComparer.Ordinal));
        Assert.Contains("aigateway_ramp_share{", (await cluster.Edges[1].Admin.Get("/metrics")).Body, StringComparison.Ordinal);
    }

    private static async Task<bool> IsCanary(HttpClient client, int user)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
        {
            Content = new StringContent(JsonSerializer.Serialize(new { model = "good", messages = new[] { new { role = "user", content = "hi" } } }), Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("x-user-id", $"user-{user}");
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return (await HttpAnswer.Read(response)).Header("x-aigateway-target") == "new/good";
    }
}
