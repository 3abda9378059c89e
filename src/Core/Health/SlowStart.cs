namespace AiGateway.Core.Health;

/// <summary>How something that came back by a trial is given its share again: little at first, all of it in the end.</summary>
/// <param name="BeganMs">Unix milliseconds.</param>
/// <param name="LengthMs">Milliseconds until it has all of it, at least 1.</param>
public sealed record SlowStart(long BeganMs, long LengthMs)
{
    /// <summary>What it is given at the beginning, as a part of its full share.</summary>
    public const double First = 0.1;

    /// <param name="leftMs">Milliseconds until it has its full share.</param>
    /// <param name="lengthMs">Of how many in all.</param>
    /// <returns>From <see cref="First"/> to 1.</returns>
    public static double Share(long leftMs, long lengthMs) =>
        leftMs <= 0 || lengthMs <= 0 ? 1 : 1 - ((1 - First) * Math.Min(1, (double)leftMs / lengthMs));

    /// <summary>Milliseconds until it has its full share, 0 when it has; never more than the length, whatever the clock does.</summary>
    public long LeftMs(long nowMs) => Math.Clamp(BeganMs + LengthMs - nowMs, 0, LengthMs);

    internal static SlowStart? From(long nowMs, HealthTerms terms) => terms.SlowStartMs > 0 ? new(nowMs, terms.SlowStartMs) : null;
}
