using System.Globalization;

namespace AiGateway.Core.Grayscale;

/// <summary>How many times as slow a canary is as the targets beside it.</summary>
/// <param name="Factor">Above 1 when the canary is slower.</param>
/// <param name="Timed">Measurements on the side that has fewer.</param>
/// <param name="Reason">In what: one of <see cref="RampReasons"/>.</param>
/// <param name="Message">The figures.</param>
internal sealed record RampDelay(double Factor, long Timed, string Reason, string Message)
{
    /// <summary>Measurements on either side below which nothing is compared.</summary>
    private const int LeastTimed = 50;

    private const double Tail = 0.95;

    /// <summary>In what the canary is slowest; null where there is too little to compare.</summary>
    public static RampDelay? Worst(RampCounts canary, RampCounts baseline)
    {
        var first = FirstToken(canary, baseline);
        var speed = Speed(canary, baseline);
        return first is null || speed is null ? first ?? speed : first.Factor >= speed.Factor ? first : speed;
    }

    private static RampDelay? FirstToken(RampCounts canary, RampCounts baseline)
    {
        var timed = Math.Min(canary.FirstToken.Total(), baseline.FirstToken.Total());
        if (timed < LeastTimed || canary.FirstToken.Percentile(Tail) is not { } slow || baseline.FirstToken.Percentile(Tail) is not (> 0 and var usual))
            return null;
        return new RampDelay(slow / usual, timed, RampReasons.FirstToken, string.Create(
            CultureInfo.InvariantCulture, $"95th percentile of the time to first token: canary {slow:0} ms, baseline {usual:0} ms"));
    }

    private static RampDelay? Speed(RampCounts canary, RampCounts baseline)
    {
        var timed = Math.Min(canary.Timed, baseline.Timed);
        if (timed < LeastTimed || canary.TokensPerSecond() is not (> 0 and var slow) || baseline.TokensPerSecond() is not { } usual)
            return null;
        return new RampDelay(usual / slow, timed, RampReasons.TokensPerSecond, string.Create(
            CultureInfo.InvariantCulture, $"tokens a second: canary {slow:0.#}, baseline {usual:0.#}"));
    }
}
