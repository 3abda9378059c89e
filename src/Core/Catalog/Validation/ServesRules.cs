using AiGateway.Core.Catalog.Presets;

namespace AiGateway.Core.Catalog.Validation;

/// <summary>A provider serves something, and nothing its kind has no words for.</summary>
internal static class ServesRules
{
    public static void Check(IReadOnlyList<ProviderOperation>? serves, ProviderKind kind, string path, ProblemList problems)
    {
        if (serves is null)
            return;
        if (serves.Count == 0)
            problems.Add(path, "is empty, so it could be asked for nothing; leave it out for all that its kind serves");
        for (var i = 0; i < serves.Count; i++)
        {
            if (!Enum.IsDefined(serves[i]))
                problems.Add($"{path}[{i}]", EnumNames.Expected<ProviderOperation>());
            else if (!KindTraits.Serves(kind).Contains(serves[i]))
                problems.Add($"{path}[{i}]", $"is {EnumNames.NameOf(serves[i])}, which no provider of kind {EnumNames.NameOf(kind)} serves; leave it out");
            else if (serves.Take(i).Contains(serves[i]))
                problems.Add($"{path}[{i}]", $"names {EnumNames.NameOf(serves[i])} a second time; keep one");
        }
    }
}
