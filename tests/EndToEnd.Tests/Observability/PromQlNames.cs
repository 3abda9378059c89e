using System.Text.RegularExpressions;

namespace AiGateway.EndToEnd.Tests.Observability;

/// <summary>
/// The names in a PromQL expression, so far as the deployed ones are written: series are selected by name, and no matched value
/// holds braces. <see href="https://prometheus.io/docs/prometheus/latest/querying/basics/"/>.
/// </summary>
public sealed partial class PromQlNames
{
    private static readonly HashSet<string> Words = new(StringComparer.Ordinal) { "and", "or", "unless", "bool", "offset", "inf", "nan" };

    private PromQlNames(string query)
    {
        foreach (Match matcher in Matcher().Matches(query))
            Matched.Add((matcher.Groups[1].Value, matcher.Groups[3].Value.Split('|')));
        var rest = Grouping().Replace(query, match =>
        {
            foreach (var label in match.Groups[2].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                Labels.Add(label);
            return " ";
        });
        Labels.UnionWith(Matched.Select(matched => matched.Label));
        rest = Range().Replace(Braces().Replace(rest, " "), " ");
        Metrics.UnionWith(Name().Matches(rest).Select(match => match.Value).Where(name => !Words.Contains(name)));
    }

    /// <summary>Metrics whose series are selected.</summary>
    public HashSet<string> Metrics { get; } = new(StringComparer.Ordinal);

    /// <summary>Labels that are matched or grouped by.</summary>
    public HashSet<string> Labels { get; } = new(StringComparer.Ordinal);

    /// <summary>What labels are compared with; alternatives one by one.</summary>
    public List<(string Label, string[] Values)> Matched { get; } = [];

    public static PromQlNames Of(string query) => new(query);

    [GeneratedRegex("""(\w+)\s*(=~|!~|!=|=)\s*"([^"]*)["]""")]
    private static partial Regex Matcher();

    [GeneratedRegex(@"\b(by|without|on|ignoring|group_left|group_right)\s*\(([^)]*)\)")]
    private static partial Regex Grouping();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Braces();

    [GeneratedRegex(@"\[[^\]]*\]")]
    private static partial Regex Range();

    /// <summary>What stands before a parenthesis is a function.</summary>
    [GeneratedRegex(@"(?<![\w.])[a-zA-Z_][\w:]*\b(?!\s*\()")]
    private static partial Regex Name();
}
