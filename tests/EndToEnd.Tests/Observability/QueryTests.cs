using System.Text.Json.Nodes;
using AiGateway.Core.Health;
using AiGateway.Core.Usage;
using AiGateway.Edge.Telemetry;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.Observability;

/// <summary>What the dashboards and alerts ask is asked of a Prometheus that has scraped a gateway with traffic.</summary>
public sealed class QueryTests(WatchedGateway gateway) : IClassFixture<WatchedGateway>
{
    private static readonly string[] Boards = ["cluster.json", "consumers.json", "keys.json", "models.json"];

    /// <summary>What the labels can say of which there is a fixed number.</summary>
    private static readonly Dictionary<string, string[]> Known = new()
    {
        ["aigateway_state"] = Enum.GetNames<KeyHealthState>(),
        ["aigateway_outcome"] = Enum.GetNames<CallOutcome>(),
        ["error_type"] = [.. Enum.GetValues<FailureClass>().Select(ErrorTypes.Of), ErrorTypes.None, ErrorTypes.NoKey, "limited"],
        ["gen_ai_token_type"] = ["input", "output"],
    };

    private PrometheusServer Prometheus => gateway.Prometheus;

    [Fact]
    public async Task Every_panel_of_every_dashboard_shows_something()
    {
        var queries = ObservabilityFiles.Queries();
        Assert.Equal(Boards, queries.Select(query => query.Dashboard).Distinct());

        IReadOnlyList<DashboardQuery> left = queries;
        // What is told of only after a call, such as how its copy did, may come later.
        await Eventually.Get(async () => string.Join('\n', left = await Empty(left)), empty => empty.Length == 0);
    }

    [Fact]
    public async Task Every_variable_of_every_dashboard_has_values()
    {
        var variables = ObservabilityFiles.Variables();

        Assert.Equal(5, variables.Count);
        foreach (var variable in variables)
            Assert.True((await Prometheus.Values(variable.Label, variable.Series)).Count > 0, $"{variable} has no values.");
    }

    [Fact]
    public async Task Alerts_name_only_metrics_labels_and_values_that_exist()
    {
        var alerts = await Prometheus.Alerts();

        Assert.NotEmpty(alerts);
        Assert.Empty(await Unknown(alerts));
    }

    [Fact]
    public async Task Dashboards_name_only_metrics_labels_and_values_that_exist() =>
        Assert.Empty(await Unknown(ObservabilityFiles.Queries().Select(query => ($"{query.Dashboard}: {query.Panel}", query.Query))));

    [Fact]
    public async Task A_name_that_does_not_exist_is_noticed()
    {
        var wrong = await Unknown([
            ("metric", "rate(aigateway_cals_total[5m])"), ("label", "sum by (aigateway_modell) (aigateway_calls_total)"), ("value", """aigateway_key_state{aigateway_state="Deaf"}""")]);

        Assert.Equal(["metric: aigateway_cals_total", "label: aigateway_modell", "value: aigateway_state Deaf"], wrong);
        Assert.False(await Shows("aigateway_cals_total"));
    }

    [Fact]
    public async Task What_is_wrong_here_raises_its_alerts()
    {
        var raised = await Eventually.Get(
            async () => (await Prometheus.Ask("ALERTS")).Select(alert => (string?)alert!["metric"]!["alertname"]).Distinct().ToList(),
            seen => seen.Contains("AiGatewayKeyDead") && seen.Contains("AiGatewayErrors") && seen.Contains("AiGatewayConsumerLimited"));

        Assert.DoesNotContain("AiGatewayProcessDown", raised);
        Assert.DoesNotContain("AiGatewayControlPlaneLost", raised);
    }

    private async Task<IReadOnlyList<DashboardQuery>> Empty(IReadOnlyList<DashboardQuery> queries)
    {
        var empty = new List<DashboardQuery>();
        foreach (var query in queries)
        {
            if (!await Shows(query.Query))
                empty.Add(query);
        }
        return empty;
    }

    /// <summary>Whether there is a number: the percentile of nothing is none.</summary>
    private async Task<bool> Shows(string query) => (await Prometheus.Ask(query)).Any(IsNumber);

    private static bool IsNumber(JsonNode? series) => series!["value"]![1]!.GetValue<string>() != "NaN";

    private async Task<IReadOnlyList<string>> Unknown(IEnumerable<(string Who, string Query)> queries)
    {
        var unknown = new List<string>();
        foreach (var (who, query) in queries)
        {
            var names = PromQlNames.Of(query);
            var labels = new HashSet<string>(StringComparer.Ordinal);
            foreach (var metric in names.Metrics)
            {
                var its = await Prometheus.Labels(metric);
                labels.UnionWith(its.Select(label => label!.GetValue<string>()));
                if (its.Count == 0)
                    unknown.Add($"{who}: {metric}");
            }
            unknown.AddRange(labels.Count == 0 ? [] : names.Labels.Except(labels).Select(label => $"{who}: {label}"));
            unknown.AddRange(
                from matched in names.Matched
                where Known.ContainsKey(matched.Label)
                from value in matched.Values.Except(Known[matched.Label])
                select $"{who}: {matched.Label} {value}");
        }
        return unknown;
    }
}
