using AiGateway.Core.Health;
using AiGateway.Core.Selection;

namespace AiGateway.Edge.Cluster;

/// <summary>How quickly one key has answered for one model of late, and how it failed. Times are the process's monotonic clock, milliseconds.</summary>
internal sealed class KeyPace
{
    private readonly Lock _gate = new();
    private PeakEwma _firstToken;
    private FailurePenalty _penalty;

    /// <summary>The cost of one more call.</summary>
    /// <param name="calls">The key's calls under way.</param>
    /// <param name="nowMs">Now.</param>
    public double Cost(int calls, long nowMs)
    {
        lock (_gate)
            return KeyCost.Of(_firstToken.At(nowMs), calls, _penalty.At(nowMs));
    }

    /// <summary>The first piece of an answer has come.</summary>
    public void Measured(double firstTokenMs, long nowMs)
    {
        lock (_gate)
            _firstToken.Observe(firstTokenMs, nowMs);
    }

    public void Succeeded(long startedMs)
    {
        lock (_gate)
            _penalty.End(startedMs);
    }

    /// <summary>What takes a key out of use by itself costs nothing on top: its time is over when its owner says so.</summary>
    public void Failed(UpstreamFailure failure, double tookMs, long nowMs)
    {
        if (!failure.IsBreakerFailure)
            return;
        lock (_gate)
            _penalty.Add(failure.RetryAfterMs, tookMs, nowMs);
    }

    public void Forgive()
    {
        lock (_gate)
            _penalty = default;
    }
}
