using System.Buffers;

namespace AiGateway.Core.Catalog.Validation;

/// <summary>The form of the names callers ask for, and of the names providers use.</summary>
internal static class ModelNameRules
{
    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-/:");

    public static void CheckForm(string? name, string path, ProblemList problems)
    {
        if (string.IsNullOrEmpty(name))
            problems.Add(path, "is missing; give the name callers send as model, such as gpt-4o or openai/*");
        else if (!IsWellFormed(name))
            problems.Add(
                path,
                $"must be 1–{CatalogBounds.ModelNameLength} characters of a-z A-Z 0-9 . _ - / : with at most one *, at the very end");
    }

    /// <summary>A model of a catalog may be known by a regular expression as well.</summary>
    public static void CheckModelId(string? id, string path, ProblemList problems)
    {
        if (id is null || !NameExpression.Is(id))
            CheckForm(id, path, problems);
        else if (id.Length is 1 or > CatalogBounds.ModelNameLength || id.AsSpan().ContainsAnyExceptInRange('!', '~'))
            problems.Add(path, $"must be {NameExpression.Mark} and a regular expression of visible ASCII characters, {CatalogBounds.ModelNameLength} in all at the most");
        else if (!NameExpression.TryCreate(id, out _, out var fault))
            problems.Add(path, fault);
    }

    /// <summary>A provider may name its models as it likes, as long as the name can travel in a JSON body and a header.</summary>
    public static void CheckUpstreamName(string? name, bool underPattern, string path, ProblemList problems)
    {
        if (string.IsNullOrEmpty(name))
        {
            problems.Add(path, "is missing; give the provider's name for the model");
            return;
        }

        if (name.Length > CatalogBounds.ModelNameLength || name.AsSpan().ContainsAnyExceptInRange('!', '~'))
            problems.Add(path, $"must be 1–{CatalogBounds.ModelNameLength} visible ASCII characters without spaces");
        var stars = name.AsSpan().Count('*');
        if (stars > 1)
            problems.Add(path, "has more than one *; only one can stand for the caller's ending");
        else if (stars == 1 && !underPattern)
            problems.Add(path, "has a * but the model's own id does not end in one and is no expression, so it stands for nothing; name the model");
    }

    public static bool IsWellFormed(string name)
    {
        if (name.Length is 0 or > CatalogBounds.ModelNameLength)
            return false;
        var prefix = name[^1] == '*' ? name.AsSpan(0, name.Length - 1) : name;
        return !prefix.ContainsAnyExcept(Allowed);
    }
}
