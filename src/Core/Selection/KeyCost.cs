namespace AiGateway.Core.Selection;

/// <summary>How long one more call would probably wait for its first token.</summary>
public static class KeyCost
{
    /// <summary>No provider is so quick that less would matter, milliseconds.</summary>
    public const double LeastMs = 10;

    /// <summary>Taken for the time of a key that is busy and has not answered yet, milliseconds.</summary>
    public const double UnknownMs = 5_000;

    private const double Alike = 1.2;

    /// <param name="firstTokenMs">The key's time to first token, milliseconds; null when it is not known.</param>
    /// <param name="calls">Its calls under way.</param>
    /// <param name="penaltyMs">What its failures add, milliseconds.</param>
    public static double Of(double? firstTokenMs, int calls, double penaltyMs) =>
        (Math.Max(LeastMs, firstTokenMs ?? (calls > 0 ? UnknownMs : 0)) * (calls + 1)) + penaltyMs;

    /// <summary>Whether two costs are so near to each other that chance may have made the difference.</summary>
    public static bool AreAlike(double one, double other) => Math.Max(one, other) <= Alike * Math.Min(one, other);
}
