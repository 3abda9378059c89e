using System.Buffers;

namespace AiGateway.Core.Catalog.Validation;

/// <summary>The form of ids and that each is used once.</summary>
internal static class IdRules
{
    private const string Alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private static readonly SearchValues<char> First = SearchValues.Create(Alphanumeric);

    private static readonly SearchValues<char> Rest = SearchValues.Create(Alphanumeric + "._-");

    /// <remarks>The text is not repeated in the message: a secret pasted into the wrong place must not come back.</remarks>
    public static void CheckForm(string? id, string path, ProblemList problems)
    {
        if (string.IsNullOrEmpty(id))
            problems.Add(path, "is missing; give it a name such as team-a");
        else if (!IsWellFormed(id))
            problems.Add(path, $"must be 1–{CatalogBounds.IdLength} characters of a-z A-Z 0-9 . _ - and start with a letter or digit");
    }

    public static void CheckUnique(string? id, HashSet<string> seen, string what, string path, ProblemList problems)
    {
        if (!string.IsNullOrEmpty(id) && !seen.Add(id))
            problems.Add(path, IsWellFormed(id) || ModelNameRules.IsWellFormed(id)
                ? $"there is another {what} '{id}'; give each its own id"
                : $"there is another {what} with this id; give each its own");
    }

    public static bool IsWellFormed(string id) =>
        id.Length is > 0 and <= CatalogBounds.IdLength && First.Contains(id[0]) && !id.AsSpan().ContainsAnyExcept(Rest);
}
