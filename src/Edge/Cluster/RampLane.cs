using AiGateway.Core.Grayscale;

namespace AiGateway.Edge.Cluster;

/// <summary>Counts what becomes of the calls on one side of a ramp, as long as its status stays. Safe for use by many threads.</summary>
/// <param name="alarm">Hears of each failure at once; null for nobody.</param>
internal sealed class RampLane(Action? alarm)
{
    private readonly Lock _gate = new();
    private RampCounts _counts = new();

    /// <summary>A call that says nothing of the target.</summary>
    public void CountNeutral()
    {
        lock (_gate)
            _counts.AddNeutral();
    }

    /// <param name="firstTokenMs">Null when it was not streamed.</param>
    /// <param name="tokens">Of output.</param>
    /// <param name="answerMs">From sending to the end.</param>
    public void CountSuccess(double? firstTokenMs, long tokens, double answerMs)
    {
        lock (_gate)
            _counts.AddSuccess(firstTokenMs, tokens, answerMs);
    }

    /// <param name="passing">Nothing but time is needed.</param>
    public void CountFailure(bool passing)
    {
        lock (_gate)
            _counts.AddFailure(passing);
        alarm?.Invoke();
    }

    /// <summary>What was counted since the last time; null when nothing was.</summary>
    public RampCounts? Take()
    {
        lock (_gate)
        {
            if (_counts.Calls == 0)
                return null;
            var taken = _counts;
            _counts = new RampCounts();
            return taken;
        }
    }
}
