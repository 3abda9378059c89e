namespace AiGateway.Core.Selection;

/// <summary>
/// Draws by weight. Of two such draws the cheaper is taken: two are enough to keep away from the worst, and few enough that no
/// crowd runs to the best.
/// </summary>
public static class WeightedDraw
{
    /// <param name="weights">0 or more each; what weighs 0 is never drawn.</param>
    /// <param name="chance">Evenly spread over 0–1.</param>
    /// <param name="except">Index of what was drawn before, and is not to be drawn again; -1 for nothing.</param>
    /// <returns>An index, or -1 when nothing is left.</returns>
    public static int Next(ReadOnlySpan<double> weights, double chance, int except = -1)
    {
        var total = 0.0;
        for (var i = 0; i < weights.Length; i++)
            total += i == except ? 0 : weights[i];
        var (left, last) = (chance * total, -1);
        for (var i = 0; i < weights.Length; i++)
        {
            if (i == except || weights[i] <= 0)
                continue;
            last = i;
            left -= weights[i];
            if (left < 0)
                break;
        }
        return last;
    }
}
