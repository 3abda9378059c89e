using System.Globalization;
using AiGateway.Edge.Admin.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AiGateway.Edge.Admin.Catalog.History;

/// <summary>Which part of the history is asked for: newest first.</summary>
/// <param name="Limit">Entries on a page, 1–1,000; 100 when left out.</param>
/// <param name="After">What the page before gave as <c>next</c>.</param>
internal sealed record HistoryParameters(int? Limit, string? After)
{
    /// <summary>The part that is asked for, or what is wrong with the question.</summary>
    public ProblemHttpResult? Take<T>(IEnumerable<T> newestFirst, Func<T, long> versionOf, out Listed<T> page)
    {
        page = new Listed<T>([]);
        var limit = Limit ?? 100;
        if (limit is < 1 or > 1_000)
            return AdminResults.BadParameter("limit", "1 to 1000");
        var before = long.MaxValue;
        if (After is not null && !long.TryParse(After, NumberStyles.None, CultureInfo.InvariantCulture, out before))
            return AdminResults.BadParameter("after", "what the page before gave as 'next'");
        var rest = newestFirst.Where(item => versionOf(item) < before).Take(limit + 1).ToList();
        page = rest.Count > limit
            ? new Listed<T>(rest[..limit], versionOf(rest[limit - 1]).ToString(CultureInfo.InvariantCulture))
            : new Listed<T>(rest);
        return null;
    }
}
