using AiGateway.Core.Grayscale;

namespace AiGateway.Core.Tests.Grayscale;

/// <summary>Pieces of ramps that a test looks at.</summary>
internal static class Ramps
{
    public static readonly RampTerms Terms = new() { Version = 1, Plan = "p/new at 100 1000 5000", Steps = [100, 1_000, 5_000], StepMs = 60_000, MinimumCalls = 200, PauseAfterMs = 600_000 };

    public static Ramp Running(RampTerms? terms = null) => new Ramp().Start(terms ?? Terms, 1_000);

    public static RampCounts Counts(long judged, long failures)
    {
        // Failures first: a success ends the row they stand in.
        var counts = new RampCounts();
        for (var i = 0; i < judged; i++)
        {
            if (i < failures)
                counts.AddFailure(passing: false);
            else
                counts.AddSuccess(null, 0, 0);
        }
        return counts;
    }

    public static RampCounts Timed(int calls, double firstTokenMs, long tokens = 100, double answerMs = 1_000)
    {
        var counts = new RampCounts();
        for (var i = 0; i < calls; i++)
            counts.AddSuccess(firstTokenMs, tokens, answerMs);
        return counts;
    }
}
