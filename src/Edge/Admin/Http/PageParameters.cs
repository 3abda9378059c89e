using System.Buffers.Text;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AiGateway.Edge.Admin.Http;

/// <summary>Which part of a list is asked for. Lists are in the order of their ids, so that pages stay whole while entities come and go.</summary>
/// <param name="Limit">Entries on a page, 1–1,000; 100 when left out.</param>
/// <param name="After">What the page before gave as <c>next</c>.</param>
/// <param name="Search">Only ids that hold this, whatever its case.</param>
internal sealed record PageParameters(int? Limit, string? After, string? Search)
{
    private const int UsualLimit = 100;
    private const int MostEntries = 1_000;
    private const int LongestText = 1_024;

    /// <summary>The part of a list that is asked for, or what is wrong with the question.</summary>
    public ProblemHttpResult? Take<T>(IEnumerable<T> all, Func<T, string> idOf, out Page<T> page)
    {
        page = new Page<T>([], null);
        var limit = Limit ?? UsualLimit;
        if (limit is < 1 or > MostEntries)
            return AdminResults.BadParameter("limit", "1 to 1000");
        if (Search?.Length > LongestText)
            return AdminResults.BadParameter("search", "a part of an id");
        var after = "";
        if (After is not null && !TryRead(After, out after))
            return AdminResults.BadParameter("after", "what the page before gave as 'next'");
        var rest = all.Where(item => string.CompareOrdinal(idOf(item), after) > 0 && (Search is null || idOf(item).Contains(Search, StringComparison.OrdinalIgnoreCase)))
            .OrderBy(idOf, StringComparer.Ordinal).Take(limit + 1).ToList();
        var next = rest.Count > limit ? Base64Url.EncodeToString(Encoding.UTF8.GetBytes(idOf(rest[limit - 1]))) : null;
        page = new Page<T>(rest.Count > limit ? rest[..limit] : rest, next);
        return null;
    }

    private static bool TryRead(string cursor, out string id)
    {
        id = "";
        if (cursor.Length is 0 or > LongestText || !Base64Url.IsValid(cursor))
            return false;
        id = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor));
        return true;
    }
}

/// <summary>A part of a list.</summary>
/// <param name="Next">Leads to the part behind it; null at the end.</param>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? Next)
{
    public Listed<TAnswer> Shown<TAnswer>(Func<T, TAnswer> shown) => new([.. Items.Select(shown)], Next);

    public async Task<Listed<TAnswer>> Shown<TAnswer>(Func<T, Task<TAnswer>> shown) => new(await Task.WhenAll(Items.Select(shown)), Next);
}
