using AiGateway.Core.Grayscale;
using AiGateway.Core.Usage;
using AiGateway.Grains.Grayscale;

namespace AiGateway.Grains.Tests.Cluster;

/// <summary>Messages about ramps, with no member at its default.</summary>
internal static class RampMessages
{
    public static RampStatus Status { get; } = new()
    {
        ModelId = "m", Epoch = 3, Version = 4, Run = 5, State = RampState.RolledBack, Share = 6, Step = 7, Plan = "p/new at 100", Reason = "error_rate",
        Message = "message", ForMs = 8,
    };

    public static RampCounts Counts { get; } = new()
    {
        Calls = 9, Judged = 8, Failures = 7, InARow = 6, FirstToken = Histogram(), Tokens = 5, AnswerMs = 4.5, Timed = 3,
    };

    public static RampTerms Terms { get; } = new()
    {
        Version = 1, Plan = "p/new at 100", Steps = [100], StepMs = 2, MinimumCalls = 3, Margin = 0.04, PauseAfterMs = 5, SlowerBy = 1.5, Manual = true,
    };

    public static RampReport Report { get; } = new()
    {
        EdgeId = "edge", Incarnation = 1, Sequence = 2, Epoch = 3, Version = 4, Canary = Counts, Baseline = Counts, Terms = Terms, CanaryHasNoKey = true, RolledBack = Status,
    };

    public static RampFigures Figures { get; } = new(Status, Counts, Counts, "refused");

    private static LatencyHistogram Histogram()
    {
        var histogram = new LatencyHistogram();
        histogram.Add(12);
        return histogram;
    }
}
