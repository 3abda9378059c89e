using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.Observability;

/// <summary>What <c>deploy/observability</c> brings.</summary>
public static partial class ObservabilityFiles
{
    public static string Prometheus { get; } = Path.Combine(Folder, "prometheus");

    private static string Folder => Path.Combine(ProgramFiles.Repository, "deploy", "observability");

    private static string Dashboards => Path.Combine(Folder, "grafana", "dashboards");

    /// <summary>Every question the dashboards ask, in the words in which Grafana would send it.</summary>
    public static IReadOnlyList<DashboardQuery> Queries() =>
    [
        .. from file in Directory.EnumerateFiles(Dashboards, "*.json").Order(StringComparer.Ordinal)
           let board = JsonNode.Parse(File.ReadAllText(file))!
           from panel in board["panels"]!.AsArray()
           from target in panel!["targets"]?.AsArray() ?? []
           select new DashboardQuery(Path.GetFileName(file), panel["title"]!.GetValue<string>(), Filled(target!["expr"]!.GetValue<string>())),
    ];

    /// <summary>Where dashboards take the values of their variables from.</summary>
    public static IReadOnlyList<DashboardVariable> Variables() =>
    [
        .. from file in Directory.EnumerateFiles(Dashboards, "*.json")
           let board = JsonNode.Parse(File.ReadAllText(file))!
           from variable in board["templating"]!["list"]!.AsArray()
           where variable!["type"]!.GetValue<string>() == "query"
           let asked = LabelValues().Match(variable["query"]!["query"]!.GetValue<string>())
           select new DashboardVariable(Path.GetFileName(file), Filled(asked.Groups[1].Value), asked.Groups[2].Value),
    ];

    private static string Filled(string query) => Variable().Replace(
        query.Replace("$__rate_interval", "1m", StringComparison.Ordinal).Replace("$__range", "1m", StringComparison.Ordinal), ".*");

    [GeneratedRegex(@"\$\w+")]
    private static partial Regex Variable();

    [GeneratedRegex(@"^label_values\((.+), (\w+)\)$")]
    private static partial Regex LabelValues();
}

/// <summary>One question of a panel.</summary>
public sealed record DashboardQuery(string Dashboard, string Panel, string Query);

/// <summary>The values of a label of some series.</summary>
public sealed record DashboardVariable(string Dashboard, string Series, string Label);
