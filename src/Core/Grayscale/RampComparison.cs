using System.Globalization;

namespace AiGateway.Core.Grayscale;

/// <summary>
/// Whether a canary does as well as the targets beside it did in the same time. Rolling back is looked at after every call and
/// needs intervals of 99.7 %; going on is decided once the calls are there, and takes 95 %.
/// </summary>
public static class RampComparison
{
    /// <summary>So many failures in a row need no statistics.</summary>
    public const int MostInARow = 5;

    /// <summary>Below these even a wide interval is left by a few unlucky calls.</summary>
    private const int LeastFailures = 5;
    private const int LeastCalls = 20;

    /// <summary>A baseline of fewer calls says nothing; the canary is held against <see cref="AssumedRate"/> once it has <see cref="EnoughAlone"/>.</summary>
    private const int LeastBaseline = 20;
    private const int EnoughAlone = 50;

    /// <summary>What a well target fails at the most.</summary>
    private const double AssumedRate = 0.01;

    /// <summary>Two rates below this are alike, however many calls there are.</summary>
    private const double NoFailures = 0.005;

    public static RampVerdict Of(RampTerms terms, RampCounts canary, RampCounts baseline)
    {
        ArgumentNullException.ThrowIfNull(terms);
        ArgumentNullException.ThrowIfNull(canary);
        ArgumentNullException.ThrowIfNull(baseline);
        if (canary.InARow >= MostInARow)
            return Bad(RampReasons.FailuresInARow, string.Create(CultureInfo.InvariantCulture, $"{canary.InARow} calls of the canary failed in a row"));
        if (Fails(terms, canary, baseline))
            return Bad(RampReasons.ErrorRate, Errors(canary, baseline));

        if (terms.SlowerBy is { } slower && RampDelay.Worst(canary, baseline) is { } delay && delay.Factor > slower)
        {
            // To go on it must not be slower by the factor; to go back it must be by the factor twice, over as many calls as a step takes.
            return delay.Factor > slower * slower && delay.Timed >= terms.MinimumCalls
                ? Bad(delay.Reason, delay.Message)
                : new RampVerdict(RampFinding.Open, null, delay.Message);
        }
        return new RampVerdict(IsAsGood(terms, canary, baseline) ? RampFinding.Good : RampFinding.Open, null, Errors(canary, baseline));
    }

    private static bool Fails(RampTerms terms, RampCounts canary, RampCounts baseline)
    {
        if (canary.Failures < LeastFailures || canary.Judged < LeastCalls)
            return false;
        var most = baseline.Judged < LeastBaseline && canary.Judged >= EnoughAlone
            ? AssumedRate
            : WilsonInterval.Of(baseline.Failures, baseline.Judged, WilsonInterval.Strict).Upper;
        return WilsonInterval.Of(canary.Failures, canary.Judged, WilsonInterval.Strict).Lower > most + terms.Margin;
    }

    private static bool IsAsGood(RampTerms terms, RampCounts canary, RampCounts baseline)
    {
        var upper = WilsonInterval.Of(canary.Failures, canary.Judged).Upper;
        if (baseline.Judged < LeastBaseline)
            return canary.FailureRate() < NoFailures || upper <= terms.Margin;
        return (canary.FailureRate() < NoFailures && baseline.FailureRate() < NoFailures)
            || upper <= WilsonInterval.Of(baseline.Failures, baseline.Judged).Lower + terms.Margin;
    }

    private static RampVerdict Bad(string reason, string message) => new(RampFinding.Bad, reason, message);

    private static string Errors(RampCounts canary, RampCounts baseline) => $"canary {Rate(canary)}, baseline {Rate(baseline)}";

    private static string Rate(RampCounts counts)
    {
        var interval = WilsonInterval.Of(counts.Failures, counts.Judged);
        return string.Create(
            CultureInfo.InvariantCulture, $"{counts.Failures} of {counts.Judged} failed ({100 * interval.Lower:0.##}–{100 * interval.Upper:0.##} %)");
    }
}
