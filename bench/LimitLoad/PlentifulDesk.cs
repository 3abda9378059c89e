using System.Reflection;
using AiGateway.Core.Limits.Leasing;
using AiGateway.Grains.Limits;

namespace AiGateway.LimitLoad;

/// <summary>
/// A desk in this process that leases more than a run can use, once: what is measured on top of it is an edge that has all it
/// needs in memory. Also the grain factory that leads to it.
/// </summary>
public class PlentifulDesk : DispatchProxy
{
    private const long Plenty = 1_000_000_000_000_000;

    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    public static IGrainFactory NewFactory() => Create<IGrainFactory, PlentifulDesk>();

    /// <summary>What it answers to any report.</summary>
    public static LeaseReply Answer(LeaseReport report) => new()
    {
        Lease = new LeaseId(1, 1),
        LifetimeMs = (long)Lifetime.TotalMilliseconds,
        DayEndsInMs = (long)Lifetime.TotalMilliseconds,
        MonthEndsInMs = (long)Lifetime.TotalMilliseconds,
        Permits = [.. report.Permits.Select(permits => new PermitGrant(permits.Dimension, Plenty, Plenty, 0))],
    };

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod?.Name switch
    {
        "GetGrain" => new Desk(),
        "CreateObjectReference" => args![0],
        var other => throw new NotSupportedException(other),
    };

    private sealed class Desk : ILimitDeskGrain
    {
        public ValueTask<LeaseOutcome?[]> Serve(DeskBatch batch, ILeaseObserver edge) =>
            new([.. batch.Reports.Select(report => new LeaseOutcome(Answer(report.Report), "silo"))]);
    }
}
