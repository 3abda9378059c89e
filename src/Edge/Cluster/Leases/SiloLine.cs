using System.Threading.Channels;
using AiGateway.Edge.Catalog;
using AiGateway.Grains.Limits;

namespace AiGateway.Edge.Cluster.Leases;

/// <summary>
/// The way to one silo's desk. Reports that come while a batch is under way leave together with the next one, so that a busy
/// edge sends few large batches and an idle one loses no time.
/// </summary>
internal sealed class SiloLine(string silo, Func<string, IReadOnlyList<EntityLease>, Task> send, TimeProvider time)
{
    /// <summary>A batch that takes longer does not hold up the next.</summary>
    private static readonly TimeSpan Overtake = TimeSpan.FromMilliseconds(20);

    private readonly Channel<EntityLease> _due = Channel.CreateUnbounded<EntityLease>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>Returns false when the line has been closed.</summary>
    public bool Add(EntityLease lease) => _due.Writer.TryWrite(lease);

    /// <summary>Takes no more.</summary>
    /// <returns>Those that have not been sent.</returns>
    public IReadOnlyList<EntityLease> Close()
    {
        _due.Writer.TryComplete();
        var unsent = new List<EntityLease>();
        while (_due.Reader.TryRead(out var lease))
            unsent.Add(lease);
        return unsent;
    }

    public async Task Run(CancellationToken stop)
    {
        while (await _due.Reader.WaitToReadAsync(stop))
        {
            var batch = new List<EntityLease>();
            while (batch.Count < ILimitDeskGrain.MostReports && _due.Reader.TryRead(out var lease))
                batch.Add(lease);
            var sending = send(silo, batch);
            if (!sending.IsCompleted)
                await Task.WhenAny(sending, Task.Delay(Overtake, time, stop));
        }
    }
}
