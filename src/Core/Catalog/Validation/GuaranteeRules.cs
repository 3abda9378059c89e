namespace AiGateway.Core.Catalog.Validation;

/// <summary>Which limits must never be passed, and which may be.</summary>
internal static class GuaranteeRules
{
    // A whole line pasted in the wrong place is not repeated.
    private const int NameShown = 40;

    public static void Check(LimitSpec limits, string path, ProblemList problems)
    {
        CheckNames(limits.Soft, limits, $"{path}.soft", problems, _ => null);
        CheckNames(limits.Hard, limits, $"{path}.hard", problems, name => WhyNotHard(limits, name));
    }

    private static void CheckNames(LimitNames? names, LimitSpec limits, string path, ProblemList problems, Func<string, string?> objection)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        problems.Each(names ?? [], path, 2 * LimitFields.All.Count, (name, at) =>
        {
            if (!LimitFields.All.Contains(name))
                problems.Add(at, Unknown(name, problems));
            else if (!seen.Add(name))
                problems.Add(at, $"names {name} a second time; keep one");
            else if (!LimitFields.IsSet(limits, name))
                problems.Add(at, $"names {name}, which is not set here; set it, or take the name out");
            else if (objection(name) is { } why)
                problems.Add(at, why);
        });
    }

    private static string? WhyNotHard(LimitSpec limits, string name)
    {
        if (limits.Soft?.Contains(name) == true)
            return $"names {name}, which soft names too; keep one of them";
        return limits.Tokens == ReservationMode.Expected && LimitFields.DependsOnTokens(name)
            ? $"names {name}, which cannot be kept while less is reserved than calls may use; say tokens: strict, or take the name out"
            : null;
    }

    private static string Unknown(string name, ProblemList problems)
    {
        var known = $"known are {string.Join(", ", LimitFields.All)}";
        if (name.Length is 0 or > NameShown || !name.All(char.IsAsciiLetterOrDigit))
            return $"is not the name of a limit; {known}";
        return problems.Nearest(name, LimitFields.All) is { } nearest
            ? $"'{name}' is not a limit; did you mean '{nearest}'?"
            : $"'{name}' is not a limit; {known}";
    }
}
