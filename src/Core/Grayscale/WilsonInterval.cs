namespace AiGateway.Core.Grayscale;

/// <summary>
/// Where the true rate of failure lies, going by the calls seen: Wilson's score interval (JASA 22, 1927), which holds for few
/// calls and for rates near 0 as well.
/// </summary>
/// <param name="Lower">0–1.</param>
/// <param name="Upper">0–1; 1 when nothing was seen.</param>
public readonly record struct WilsonInterval(double Lower, double Upper)
{
    /// <summary>Standard deviations for 95 %.</summary>
    public const double Usual = 1.96;

    /// <summary>For 99.7 %: for what is looked at after every call, where 95 % would be left by chance before long.</summary>
    public const double Strict = 3;

    /// <param name="failures">0 to <paramref name="calls"/>.</param>
    /// <param name="calls">0 or more.</param>
    /// <param name="deviations">How sure it is to be.</param>
    public static WilsonInterval Of(long failures, long calls, double deviations = Usual)
    {
        if (calls <= 0)
            return new WilsonInterval(0, 1);
        double n = calls;
        var (rate, square) = (failures / n, deviations * deviations);
        var middle = rate + (square / (2 * n));
        var reach = deviations * Math.Sqrt((rate * (1 - rate) / n) + (square / (4 * n * n)));
        var scale = 1 + (square / n);
        // The rate itself belongs to it, whatever rounding does at both ends.
        return new WilsonInterval(Math.Clamp((middle - reach) / scale, 0, rate), Math.Clamp((middle + reach) / scale, rate, 1));
    }
}
