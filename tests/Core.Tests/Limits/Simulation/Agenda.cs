namespace AiGateway.Core.Tests.Limits.Simulation;

/// <summary>What will happen when, in order; things of one moment in the order they were planned.</summary>
internal sealed class Agenda
{
    private readonly PriorityQueue<Action, (long At, long Order)> _queue = new();
    private long _order;

    public long Now { get; private set; }

    public void In(long ms, Action action) => _queue.Enqueue(action, (Now + Math.Max(0, ms), _order++));

    public void RunUntil(long endMs)
    {
        while (_queue.TryPeek(out _, out var next) && next.At <= endMs)
        {
            Now = next.At;
            _queue.Dequeue()();
        }
        Now = endMs;
    }
}
