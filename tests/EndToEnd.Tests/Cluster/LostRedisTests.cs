using System.Diagnostics;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.Cluster;

public sealed class LostRedisTests
{
    [Fact]
    public async Task Without_Redis_every_kind_of_process_lives_says_what_is_wrong_and_becomes_ready_when_it_comes()
    {
        await using var cluster = await TestCluster.Prepare(ClusterCatalog.WithKeys(2));
        cluster.Store.Process.Kill();
        await cluster.Store.Process.Exit();

        var silo = cluster.AddSilo();
        var edge = await cluster.AddEdge();
        var node = await cluster.AddNode();
        (RunningProcess Process, Uri Address)[] all = [(silo.Process, silo.Address), (edge.Process, edge.DataAddress), (node.Process, node.DataAddress)];
        using var http = new HttpClient();
        foreach (var (process, address) in all)
        {
            await process.Answers(new Uri(address, "/livez"));
            await process.Line(line => line.Contains("cannot be reached", StringComparison.Ordinal) && line.Contains("Trying again", StringComparison.Ordinal));
            Assert.Equal(503, await http.StatusOf(new Uri(address, "/readyz")));
        }
        foreach (var (process, _) in all)
            Assert.DoesNotContain(process.Output.Lines, line => line.Contains("   at ", StringComparison.Ordinal));

        await cluster.Store.StartProcess();

        await cluster.Ready();
        using var caller = new Caller(node.DataAddress, ClusterCatalog.Ample);
        Assert.True((await caller.Chat("chat")).Whole);
    }

    [Fact]
    public async Task A_process_that_waits_for_Redis_ends_when_it_is_asked_to()
    {
        await using var cluster = await TestCluster.Prepare(ClusterCatalog.WithKeys(1));
        cluster.Store.Process.Kill();
        await cluster.Store.Process.Exit();
        RunningProcess[] all = [cluster.AddSilo().Process, (await cluster.AddEdge()).Process, (await cluster.AddNode()).Process];

        foreach (var process in all)
        {
            await process.Line(line => line.Contains("cannot be reached", StringComparison.Ordinal));
            process.Terminate();
        }

        foreach (var process in all)
            Assert.Equal(0, await process.Exit());
    }

    [Fact]
    public async Task The_calls_of_an_edge_that_was_first_heard_of_without_Redis_are_listed_after_a_restart_of_the_silo()
    {
        await using var cluster = await TestCluster.Start(ClusterCatalog.WithKeys(1), silos: 1, edges: 2);
        using var known = new Caller(cluster.Edges[0].DataAddress, ClusterCatalog.Free);
        using var unknown = new Caller(cluster.Edges[1].DataAddress, ClusterCatalog.Free);
        var calls = new List<CallEnd> { await known.Chat("chat") };
        await Eventually.Get(() => cluster.Edges[0].CallsListed(), listed => listed.Count == 1);

        cluster.Store.Process.Kill();
        calls.Add(await unknown.Chat("chat"));
        // The first refusal only says that the store is slow; the edge that asks again must not be told that all is well.
        await cluster.Edges[1].Process.Line(IsRefusal);
        await cluster.Edges[1].Process.Line(IsRefusal, after: 1 + cluster.Edges[1].Process.Output.Lines.ToList().FindIndex(IsRefusal));
        var asking = Task.WhenAll(Enumerable.Range(0, 4).Select(i => AskFor(cluster.Edges[0], $"unseen-{i}", TimeSpan.FromSeconds(9))));
        await Task.Delay(TimeSpan.FromSeconds(6), TestContext.Current.CancellationToken);
        await cluster.Store.StartProcess();
        var asked = (await asking).SelectMany(answers => answers);
        await Eventually.Get(() => cluster.Edges[0].CallsCounted(), counted => counted == calls.Count, TimeSpan.FromSeconds(30));
        cluster.Silos[0].Process.Kill();
        await cluster.Silos[0].StartProcess();

        Assert.All(asked, answer => Assert.True(answer.Status is 200 or 503, $"{answer}\n{cluster.Edges[0].Process.Output.Tail()}"));
        Assert.All(calls, call => Assert.True(call.Whole, call.Body));
        await Eventually.Get(() => cluster.Edges[0].CallsListed(), listed => calls.All(call => listed.Contains(call.RequestId!)));

        static bool IsRefusal(string line) => line.Contains("wait in the journal", StringComparison.Ordinal);
    }

    /// <summary>Asks for usage that no grain holds in memory, which takes the store.</summary>
    private static async Task<IReadOnlyList<HttpAnswer>> AskFor(EdgeProcess edge, string name, TimeSpan time)
    {
        var answers = new List<HttpAnswer>();
        var watch = Stopwatch.StartNew();
        for (var i = 0; watch.Elapsed < time; i++)
            answers.Add(await edge.Admin.Get($"/admin/v1/usage?by=model&id={name}-{i}"));
        return answers;
    }

    [Fact]
    public async Task When_Redis_is_lost_calls_without_hard_limits_go_on_and_nothing_of_them_is_missing_when_it_is_back()
    {
        await using var cluster = await TestCluster.Start(ClusterCatalog.WithKeys(4), silos: 2, edges: 2);
        List<Caller> callers = [.. cluster.Edges.SelectMany(edge => new[] { ClusterCatalog.Free, ClusterCatalog.Soft }.Select(key => new Caller(edge.DataAddress, key)))];
        await using var load = SteadyLoad.Start(callers, (caller, number) => caller.Chat("chat", stream: number % 2 == 0), TimeSpan.FromMilliseconds(30));
        await Eventually.Holds(() => Task.FromResult(load.Ends.Count > 100));
        using var strict = new Caller(cluster.Edges[0].DataAddress, ClusterCatalog.Ample);
        Assert.True((await strict.Chat("chat")).Whole);

        cluster.Store.Process.Kill();
        var before = load.Ends.Count;
        // Longer than any limit of a call to the store, so that it is not their end that is waited for.
        await Task.Delay(TimeSpan.FromSeconds(8), TestContext.Current.CancellationToken);
        var without = load.Ends.Count - before;
        Assert.Empty(load.Failures);
        // What is covered is used up or has lapsed, and no more is granted that could not be stored.
        await Eventually.Get(() => strict.Chat("chat"), call => call.Body.Contains("quota_unavailable", StringComparison.Ordinal), TimeSpan.FromSeconds(20));
        await cluster.Store.StartProcess();
        await Eventually.Get(() => strict.Chat("chat"), call => call.Whole, TimeSpan.FromSeconds(30));
        await load.Stop();
        callers.ForEach(c => c.Dispose());

        Report.Line($"calls while Redis was away: {without}, failed {load.Failures.Count()}");
        Assert.True(without > 100, $"only {without} calls were answered without Redis");
        Assert.Empty(load.Failures);
        await Eventually.Get(() => cluster.Edges[0].CallsCounted(), counted => counted >= load.Ends.Count + 2, TimeSpan.FromSeconds(30));
        Assert.Equal(200, (await cluster.Edges[1].Admin.Put("/admin/v1/consumers/late", new { id = "late", models = new[] { "*" } })).Status);
    }
}
