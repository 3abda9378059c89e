using AiGateway.Core.Limits;
using AiGateway.Core.Limits.Edge;

namespace AiGateway.Simulation;

/// <summary>The calls under way in one edge process, each until its end or the end of the process.</summary>
internal sealed class RunningCalls
{
    private readonly SimulatedEdge _edge;
    private readonly Cluster _cluster;
    private readonly Action<long> _end;
    private readonly List<Entry> _entries = [];
    private readonly Stack<int> _free = [];

    public RunningCalls(SimulatedEdge edge, Cluster cluster) => (_edge, _cluster, _end) = (edge, cluster, End);

    private int Count => _entries.Count - _free.Count;

    public void Begin(Call call, Reservation reservation, LeaseAccount account)
    {
        _cluster.Begun(!call.IsReleased, call.UsedTokens);
        var entry = new Entry(call, reservation, account);
        if (call.LastsUs == 0)
        {
            End(entry);
            return;
        }
        if (!_free.TryPop(out var index))
        {
            index = _entries.Count;
            _entries.Add(entry);
        }
        _entries[index] = entry;
        _cluster.World.At(_cluster.World.NowUs + call.LastsUs, _end, index);
    }

    public void Die() => _cluster.Audit.Died(Count);

    private void End(long index)
    {
        if (!_edge.Alive)
            return;
        if (_edge.IsPaused)
        {
            _cluster.World.At(_edge.PausedUntilUs, _end, index);
            return;
        }
        _free.Push((int)index);
        End(_entries[(int)index]);
    }

    private void End(Entry entry)
    {
        _cluster.Audit.Ended(_cluster.World.NowUs, entry.Call.IsReleased ? 0 : entry.Call.UsedTokens);
        if (entry.Call.IsReleased)
            entry.Account.Release(entry.Reservation, _edge.NowMs);
        else
            entry.Account.Settle(entry.Reservation, new CallDemand(entry.Call.UsedTokens, 0), _edge.NowMs);
    }

    private readonly record struct Entry(Call Call, Reservation Reservation, LeaseAccount Account);
}
