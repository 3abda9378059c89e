using Orleans.Concurrency;

namespace AiGateway.Grains.Limits;

/// <inheritdoc cref="ILimitDeskGrain"/>
[Reentrant, NamedSiloPlacement]
internal sealed class LimitDeskGrain(EdgeDirectory edges, TimeProvider time) : Grain, ILimitDeskGrain
{
    /// <summary>One owner that does not answer must not hold up the others' answers for longer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public async ValueTask<LeaseOutcome?[]> Serve(DeskBatch batch, ILeaseObserver edge)
    {
        edges.Heard(batch.Edge, edge);
        var outcomes = new Task<LeaseOutcome?>[batch.Reports.Length];
        for (var i = 0; i < outcomes.Length; i++)
            outcomes[i] = Ask(batch.Reports[i]);
        return await Task.WhenAll(outcomes);
    }

    private async Task<LeaseOutcome?> Ask(DeskReport report)
    {
        try
        {
            return await GrainFactory.GetGrain<ILimitGrain>(report.Entity)
                .Lease(report.Report, report.Limits, report.Version).AsTask().WaitAsync(Patience, time);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The owner has said why in its own log; the edge asks again.
            return null;
        }
    }
}
