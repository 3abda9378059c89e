using AiGateway.EndToEnd.Tests.Cluster;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.LimitProof;

/// <summary>One thing that goes wrong and is put right again.</summary>
/// <param name="Name">What happens, and to whom.</param>
/// <param name="Happen">Returns when every process is there again.</param>
internal sealed record Fault(string Name, Func<Task> Happen)
{
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(5);

    /// <summary>A silo that was taken for dead learns it from the others' table and ends itself.</summary>
    private static readonly TimeSpan LearnsOfItsDeath = TimeSpan.FromSeconds(8);

    /// <summary>A program starts slowly on a machine under load.</summary>
    private static readonly TimeSpan Back = TimeSpan.FromSeconds(90);

    public static Fault KilledEdge(TestCluster cluster, int number) => new($"kill -9 of edge {number}", async () =>
    {
        var edge = cluster.Edges[number];
        edge.Process.Kill();
        await edge.Process.Exit();
        await edge.StartProcess();
        await edge.Ready(Back);
    });

    public static Fault KilledSilo(TestCluster cluster, int number) => new($"kill -9 of silo {number}", async () =>
    {
        var silo = cluster.Silos[number];
        silo.Process.Kill();
        await silo.Process.Exit();
        await silo.StartProcess();
    });

    public static Fault HungEdge(TestCluster cluster, int number) => new($"SIGSTOP of edge {number} for 5 s", async () =>
    {
        var edge = cluster.Edges[number];
        edge.Process.Suspend();
        await Task.Delay(Hang, TestContext.Current.CancellationToken);
        edge.Process.Continue();
        await edge.Ready(Back);
    });

    public static Fault HungSilo(TestCluster cluster, int number) => new($"SIGSTOP of silo {number} for 5 s", async () =>
    {
        var silo = cluster.Silos[number];
        silo.Process.Suspend();
        await Task.Delay(Hang, TestContext.Current.CancellationToken);
        silo.Process.Continue();
        await Rejoin(silo);
    });

    /// <param name="meanwhile">What goes wrong while it hangs; none if null.</param>
    public static Fault HungRedis(TestCluster cluster, TimeSpan time, Fault? meanwhile = null) =>
        new(FormattableString.Invariant($"SIGSTOP of Redis for {time.TotalSeconds:0} s{(meanwhile is null ? "" : $" and meanwhile {meanwhile.Name}")}"), async () =>
        {
            cluster.Store.Process.Suspend();
            var away = Task.Delay(time, TestContext.Current.CancellationToken);
            try
            {
                if (meanwhile is not null)
                    await meanwhile.Happen();
                await away;
            }
            finally
            {
                cluster.Store.Process.Continue();
            }
            await AllReady(cluster);
        });

    public static Fault StoppedRedis(TestCluster cluster, TimeSpan time) => new(FormattableString.Invariant($"Redis shut down for {time.TotalSeconds:0} s"), async () =>
    {
        cluster.Store.Process.Terminate();
        await cluster.Store.Process.Exit();
        await Task.Delay(time, TestContext.Current.CancellationToken);
        await cluster.Store.StartProcess();
        await AllReady(cluster);
    });


    private static async Task AllReady(TestCluster cluster)
    {
        foreach (var silo in cluster.Silos.Where(s => s.Process.HasExited))
            await silo.StartProcess();
        await cluster.Ready();
    }

    private static async Task Rejoin(SiloProcess silo)
    {
        try
        {
            await silo.Process.Exit(LearnsOfItsDeath);
            await silo.StartProcess();
        }
        catch (TimeoutException)
        {
            await silo.Ready();
        }
    }
}
