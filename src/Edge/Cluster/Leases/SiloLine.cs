using System.Threading.Channels;
using AiGateway.Edge.Catalog;
using AiGateway.Grains.Limits;

namespace AiGateway.Edge.Cluster.Leases;

/// <summary>
/// The way to one silo's desk. A few batches may be under way at once, so that a report need not wait for the answer to
/// another one; what comes while all are under way leaves together with the next, so that a busy edge sends few large batches.
/// </summary>
internal sealed class SiloLine(string silo, Func<string, IReadOnlyList<EntityLease>, Task> send, TimeProvider time)
{
    /// <summary>
    /// With one, a call that waits for a hop waited for up to two. Without a bound, an edge that starts sends each report of
    /// its many consumers alone.
    /// </summary>
    private const int MostUnderWay = 4;

    /// <summary>Batches that take longer do not hold up the next.</summary>
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
        var underWay = new List<Task>();
        while (await _due.Reader.WaitToReadAsync(stop))
        {
            var batch = new List<EntityLease>();
            while (batch.Count < ILimitDeskGrain.MostReports && _due.Reader.TryRead(out var lease))
                batch.Add(lease);
            underWay.Add(send(silo, batch));
            underWay.RemoveAll(static sent => sent.IsCompleted);
            if (underWay.Count >= MostUnderWay)
                await Task.WhenAny([.. underWay, Task.Delay(Overtake, time, stop)]);
        }
    }
}
