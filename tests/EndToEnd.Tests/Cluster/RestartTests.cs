using System.Diagnostics;
using System.Globalization;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.Cluster;

public sealed class RestartTests
{
    private const int Keys = 4;

    /// <summary>Twice around, so that each process is both killed and asked to stop; more by AIGATEWAY_RESTARTS.</summary>
    private static readonly int Restarts = int.Parse(Environment.GetEnvironmentVariable("AIGATEWAY_RESTARTS") ?? "10", CultureInfo.InvariantCulture);

    [Fact]
    public async Task Restarts_under_load_lose_no_usage_record_no_consumer_and_no_key()
    {
        await using var cluster = await TestCluster.Start(
            ClusterCatalog.WithKeys(Keys), silos: 2, edges: 3, ("Gateway:LeaveSeconds", "0"), ("Gateway:DrainSeconds", "5"));
        await using var balancer = await Balancer.Start(cluster.Edges);
        var late = await LateConsumer(cluster.Edges[0]);
        var callers = new[] { ClusterCatalog.Free, ClusterCatalog.Ample, ClusterCatalog.Free, late }.Select(key => new Caller(balancer.Address, key)).ToList();
        var watch = Stopwatch.StartNew();
        await using var load = SteadyLoad.Start(callers, (caller, number) => caller.Chat("chat", stream: number % 2 == 0), TimeSpan.FromMilliseconds(25));

        for (var i = 0; i < Restarts; i++)
            await Restart(cluster, i);
        await load.Stop();
        callers.ForEach(c => c.Dispose());
        watch.Stop();

        var whole = load.Ends.Where(e => e.Whole).Select(e => e.RequestId!).ToList();
        var journal = cluster.Edges.SelectMany(e => e.Journal()).Select(r => r.CallId).ToList();
        var counted = await Eventually.Get(() => cluster.Edges[0].CallsCounted(), calls => calls >= journal.Count, TimeSpan.FromSeconds(30));
        var listed = await Eventually.Get(() => cluster.Edges[1].CallsListed(), listed => listed.Count > 100);
        Report.Line($"{Restarts} restarts in {watch.Elapsed.TotalSeconds:0} s: {load.Ends.Count} calls, {whole.Count} received whole, {load.Failures.Count()} broken or refused; {journal.Count} records, {counted} counted, {whole.Except(journal).Count()} lost, {journal.Count - journal.Distinct().Count()} written twice");
        foreach (var failure in load.Failures.GroupBy(f => f.Length > 90 ? f[..90] : f).OrderByDescending(g => g.Count()).Take(5))
            Report.Line($"  {failure.Count()} times: {failure.Key}");

        Assert.Equal(whole.Count, whole.Distinct().Count());
        Assert.Equal(journal.Count, journal.Distinct().Count());
        Assert.Empty(whole.Except(journal));
        Assert.Equal(journal.Count, counted);
        Assert.Equal(listed.Count, listed.Distinct().Count());
        Assert.Empty(listed.Except(journal));
        await NothingIsForgotten(cluster, late);
    }

    /// <summary>One process after the other, in turn killed and asked to stop.</summary>
    private static async Task Restart(TestCluster cluster, int number)
    {
        var isSilo = number % 5 >= 3;
        var silo = cluster.Silos[(number / 5) % 2];
        var edge = cluster.Edges[number % 5 % 3];
        var process = isSilo ? silo.Process : edge.Process;
        if (number % 2 == 0)
            process.Kill();
        else
            process.Terminate();
        await process.Exit();
        if (isSilo)
        {
            await silo.StartProcess();
        }
        else
        {
            await edge.StartProcess();
            await edge.Ready();
        }
    }

    /// <summary>A consumer that only the control plane knows, not the file.</summary>
    private static async Task<string> LateConsumer(EdgeProcess edge)
    {
        _ = (await edge.Admin.Put("/admin/v1/consumers/late", new { id = "late", models = new[] { "*" } })).Ok;
        var key = (await edge.Admin.Post("/admin/v1/consumers/late/keys")).Ok["key"]!.GetValue<string>();
        // On every edge within a second; the balancer may send its first call to any.
        await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        return key;
    }

    private static async Task NothingIsForgotten(TestCluster cluster, string late)
    {
        foreach (var edge in cluster.Edges)
        {
            var consumers = (await edge.Admin.Get("/admin/v1/consumers?limit=1000")).Ok["data"]!.AsArray().Select(c => c!["id"]!.GetValue<string>());
            Assert.Equal(ClusterCatalog.Consumers.Append("late").Order(StringComparer.Ordinal), consumers.Order(StringComparer.Ordinal));
            var keys = (await edge.Admin.Get("/admin/v1/keys?limit=1000")).Ok["data"]!.AsArray().Select(k => k!["id"]!.GetValue<string>());
            Assert.Equal([.. Enumerable.Range(1, Keys).Select(ClusterCatalog.KeyId), "single-1"], keys);
            using var caller = new Caller(edge.DataAddress, late);
            Assert.True((await caller.Chat("chat")).Whole);
        }
    }
}
