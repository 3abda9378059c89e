namespace AiGateway.Core.Catalog.Validation;

internal static class StickyRules
{
    private const int LongestName = 64;

    public static void Check(StickySpec? sticky, string path, ProblemList problems)
    {
        if (sticky is null)
            return;
        if (sticky.By != StickyBy.Header)
        {
            if (sticky.Header is not null)
                problems.Add($"{path}.header", "is only for by: header; leave it out");
        }
        else if (string.IsNullOrEmpty(sticky.Header))
        {
            problems.Add($"{path}.header", "is missing; name the request header whose value keeps to one target");
        }
        else if (sticky.Header.Length > LongestName || !sticky.Header.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        {
            problems.Add($"{path}.header", $"must be the name of a header, 1–{LongestName} of a-z A-Z 0-9 _ -");
        }
    }
}
