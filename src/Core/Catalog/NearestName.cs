namespace AiGateway.Core.Catalog;

/// <summary>Finds what someone probably meant to write.</summary>
public static class NearestName
{
    // Longer texts are no slips of the pen, and the comparison costs the product of both lengths.
    private const int LongestCompared = 64;

    /// <summary>The candidate nearest to <paramref name="written"/>, or null when none is near.</summary>
    public static string? Of(string written, IEnumerable<string> candidates)
    {
        if (written.Length is 0 or > LongestCompared)
            return null;

        var plain = Simplify(written);
        string? nearest = null;
        var least = Math.Max(1, plain.Length / 3) + 1;
        foreach (var candidate in candidates.Where(c => c.Length <= LongestCompared).Order(StringComparer.Ordinal))
        {
            var distance = Distance(plain, Simplify(candidate));
            if (distance < least)
                (nearest, least) = (candidate, distance);
        }

        return nearest;
    }

    /// <summary>Case and the separators of other naming styles do not count: <c>base_url</c> is <c>baseUrl</c>.</summary>
    private static string Simplify(string name) =>
        name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();

    /// <summary>Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours.</summary>
    private static int Distance(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            d[i, 0] = i;
        for (var j = 0; j <= b.Length; j++)
            d[0, j] = j;

        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var substitution = d[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                d[i, j] = Math.Min(substitution, Math.Min(d[i - 1, j], d[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
            }
        }

        return d[a.Length, b.Length];
    }
}
