using System.Diagnostics;
using System.Globalization;
using AiGateway.Core.Limits;
using AiGateway.Core.Limits.Edge;
using AiGateway.Core.Limits.Leasing;
using AiGateway.Edge.Cluster;
using AiGateway.Edge.Cluster.Leases;
using AiGateway.Edge.Hosting;
using AiGateway.Grains.Cluster;
using AiGateway.Grains.Limits;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AiGateway.LimitLoad;

/// <summary>The part of an edge that keeps limits: its leases, and its own connection to the silos. Ends with the process.</summary>
internal sealed class EdgeNode
{
    private static readonly EdgeName Nobody = new("bench-nobody", 1);

    private readonly LeaseAgent _agent;
    private readonly IGrainFactory _grains;
    private readonly DeafEar _ear = new();
    private readonly ILeaseObserver _earReference;

    private EdgeNode(LeaseAgent agent, IGrainFactory grains) =>
        (_agent, _grains, _earReference) = (agent, grains, grains.CreateObjectReference<ILeaseObserver>(_ear));

    public static async Task<EdgeNode> Start(int number, LoadOptions options, ReportCounter counter)
    {
        var builder = WebApplication.CreateSlimBuilder();
        var settings = new ClusterSettings { Mode = ClusterMode.Redis, Redis = options.Redis, ClusterId = options.ClusterId };
        ClusterClient.Add(builder, settings);
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(LeaseTerms.Default);
        builder.Services.AddSingleton(new EdgeIdentity(
            string.Create(CultureInfo.InvariantCulture, $"bench-{number}"), DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()));
        builder.Services.AddSingleton<IOutgoingGrainCallFilter>(counter);
        builder.Services.AddSingleton<LeaseAgent>();
        builder.Services.AddHostedService(services => services.GetRequiredService<LeaseAgent>());
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Warning)
            .AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        await app.StartAsync();
        return new EdgeNode(app.Services.GetRequiredService<LeaseAgent>(), app.Services.GetRequiredService<IGrainFactory>());
    }

    /// <summary>One call, as the pipeline admits it; it ends at once.</summary>
    public void Call(Traffic traffic)
    {
        var start = Stopwatch.GetTimestamp();
        var lease = _agent.For(traffic.Entity);
        var result = lease.TryTake(default, traffic.Entity);
        if (result.Outcome == AdmitOutcome.Admitted)
            Admitted(traffic, lease, result, waited: null);
        else
            _ = Ask(traffic, lease, start);
    }

    /// <summary>Calls a desk with nothing to report: what a call to the control plane takes before any limit is looked at.</summary>
    public async Task<TimeSpan> Knock()
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            await _grains.GetGrain<ILimitDeskGrain>(ILimitDeskGrain.Anywhere).Serve(new DeskBatch(Nobody, []), _earReference);
        }
        catch (TimeoutException)
        {
            // So long it took at least.
        }
        return Stopwatch.GetElapsedTime(start);
    }

    private static async Task Ask(Traffic traffic, EntityLease lease, long start)
    {
        // Between the two the pipeline has looked at the other limits the call meets.
        AdmitResult? result = lease.TryTake(default, traffic.Entity);
        if (result.Value.Outcome is not (AdmitOutcome.Admitted or AdmitOutcome.Refused))
            result = await lease.TakeAfterReport(default, traffic.Entity, default);
        if (result is not { } known)
            traffic.Unanswered();
        else if (known.Outcome == AdmitOutcome.Admitted)
            Admitted(traffic, lease, known, Stopwatch.GetElapsedTime(start));
    }

    private static void Admitted(Traffic traffic, EntityLease lease, AdmitResult result, TimeSpan? waited)
    {
        traffic.Admitted(waited);
        lease.Account.Settle(result.Reservation, default, TimeProvider.System.MonotonicMs());
    }

    private sealed class DeafEar : ILeaseObserver
    {
        public Task Recall(string entity) => Task.CompletedTask;
    }
}
