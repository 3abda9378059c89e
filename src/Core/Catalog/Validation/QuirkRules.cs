using System.Collections.Frozen;

namespace AiGateway.Core.Catalog.Validation;

/// <summary>What may be said of members of a request: by names that can stand in one, and not of those that make it one.</summary>
internal static class QuirkRules
{
    private const string InArray = "[]";

    private static readonly FrozenSet<string> Needed = ["model", "messages", "input", "prompt", "stream"];

    public static void Check(IReadOnlyList<string>? drop, IReadOnlyDictionary<string, string>? rename, string path, ProblemList problems)
    {
        var dropped = new HashSet<string>(StringComparer.Ordinal);
        problems.Each(drop ?? [], $"{path}.drop", CatalogBounds.Quirks, (name, at) =>
        {
            if (!IsPath(name))
                problems.Add(at, "must be the name of a member, such as user, or of one further down, such as messages[].name");
            else if (Needed.Contains(name))
                problems.Add(at, $"is {name}, without which there is no request; leave it out");
            else if (!dropped.Add(name))
                problems.Add(at, $"names {name} a second time; keep one");
        });
        CheckRename(rename ?? FrozenDictionary<string, string>.Empty, dropped, $"{path}.rename", problems);
    }

    /// <summary>Requests in other dialects are written anew, by names their provider knows.</summary>
    public static void RefuseBoth(ProviderSpec provider, ProviderKind kind, string path, ProblemList problems)
    {
        if (provider.Drop is not null)
            problems.Add($"{path}.drop", $"is for kinds openai and azure, not {EnumNames.NameOf(kind)}; leave it out");
        if (provider.Rename is not null)
            problems.Add($"{path}.rename", $"is for kinds openai and azure, not {EnumNames.NameOf(kind)}; leave it out");
    }

    /// <summary>Names with <c>.</c> between them; <c>[]</c> behind one stands for each of its elements.</summary>
    public static bool IsPath(string path)
    {
        var names = path.Split('.');
        return names.Length <= CatalogBounds.MemberDepth
            && Array.TrueForAll(names[..^1], name => IsName(name.EndsWith(InArray, StringComparison.Ordinal) ? name[..^InArray.Length] : name))
            && IsName(names[^1]);
    }

    private static void CheckRename(IReadOnlyDictionary<string, string> rename, HashSet<string> dropped, string path, ProblemList problems)
    {
        if (rename.Count > CatalogBounds.Quirks)
        {
            problems.Add(path, $"has {rename.Count:N0} entries; at most {CatalogBounds.Quirks:N0} are allowed");
            return;
        }

        foreach (var (from, to) in rename)
        {
            if (!IsName(from))
                problems.Add(path, "has an entry that is no name of a member; write names as they stand in a request, such as seed: random_seed");
            else if (to is null || !IsName(to) || to == from)
                problems.Add($"{path}.{from}", "must be another name of a member, such as random_seed");
            else if (Needed.Contains(from) || Needed.Contains(to))
                problems.Add($"{path}.{from}", $"would change {(Needed.Contains(from) ? from : to)}, without which there is no request; leave it out");
            else if (rename.ContainsKey(to))
                problems.Add($"{path}.{from}", $"leads to {to}, which has another name itself; name the last one");
            else if (dropped.Contains(from))
                problems.Add($"{path}.{from}", "is dropped as well; keep one of the two");
        }
    }

    private static bool IsName(string name) =>
        name.Length is > 0 and <= CatalogBounds.MemberNameLength && (char.IsAsciiLetter(name[0]) || name[0] == '_')
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');
}
