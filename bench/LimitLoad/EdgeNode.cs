using System.Diagnostics;
using System.Globalization;
using AiGateway.Core.Limits;
using AiGateway.Core.Limits.Edge;
using AiGateway.Edge.Cluster;
using AiGateway.Edge.Cluster.Leases;
using AiGateway.Edge.Hosting;
using AiGateway.Grains.Cluster;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AiGateway.LimitLoad;

/// <summary>The part of an edge that keeps limits: its leases, and its own connection to the silos. Ends with the process.</summary>
internal sealed class EdgeNode
{
    private readonly LeaseAgent _agent;

    private EdgeNode(LeaseAgent agent) => _agent = agent;

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
        return new EdgeNode(app.Services.GetRequiredService<LeaseAgent>());
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
}
