using System.Globalization;

namespace AiGateway.Core.Limits;

/// <summary>Durations as OpenAI's <c>x-ratelimit-reset-*</c> headers write them, which is Go's way.</summary>
public static class RateLimitDuration
{
    /// <summary><c>0s</c>, <c>20ms</c>, <c>1.5s</c>, <c>6m0s</c>, <c>1h2m3s</c>. Negative counts as none.</summary>
    /// <param name="ms">Milliseconds.</param>
    public static string Format(long ms)
    {
        if (ms <= 0)
            return "0s";
        if (ms < 1_000)
            return string.Create(CultureInfo.InvariantCulture, $"{ms}ms");

        var minutes = ms / 60_000;
        var seconds = string.Create(CultureInfo.InvariantCulture, $"{ms % 60_000 / 1_000m:0.###}s");
        if (minutes == 0)
            return seconds;
        return minutes < 60
            ? string.Create(CultureInfo.InvariantCulture, $"{minutes}m{seconds}")
            : string.Create(CultureInfo.InvariantCulture, $"{minutes / 60}h{minutes % 60}m{seconds}");
    }
}
