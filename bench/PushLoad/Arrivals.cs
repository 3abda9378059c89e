using System.Diagnostics;

namespace AiGateway.PushLoad;

/// <summary>The event under way: when it began, and which edges have heard of it. One at a time; safe for many threads.</summary>
internal sealed class Arrivals(int edges)
{
    private readonly Lock _gate = new();
    private readonly long[] _heard = new long[edges];
    private TaskCompletionSource _all = new();
    private string _awaited = "";
    private int _from;
    private int _left;
    private long _begun;

    /// <param name="what">Names the event; nothing else counts until the next.</param>
    /// <param name="from">The edge it comes from, which knows already.</param>
    /// <returns>Done once all other edges have heard.</returns>
    public Task Begin(string what, int from)
    {
        lock (_gate)
        {
            Array.Clear(_heard);
            (_awaited, _from, _left, _all) = (what, from, edges - 1, new(TaskCreationOptions.RunContinuationsAsynchronously));
            _begun = Stopwatch.GetTimestamp();
            return _all.Task;
        }
    }

    public void Heard(int edge, string what)
    {
        var now = Stopwatch.GetTimestamp();
        lock (_gate)
        {
            if (what != _awaited || edge == _from || _heard[edge] != 0)
                return;
            _heard[edge] = now;
            if (--_left == 0)
                _all.SetResult();
        }
    }

    /// <summary>Milliseconds until the last edge heard of the event.</summary>
    public double Slowest()
    {
        lock (_gate)
            return Stopwatch.GetElapsedTime(_begun, _heard.Max()).TotalMilliseconds;
    }
}
