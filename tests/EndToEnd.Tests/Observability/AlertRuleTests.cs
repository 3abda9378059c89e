using System.Text.RegularExpressions;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.Observability;

/// <summary>Prometheus's own tool on what it is deployed with.</summary>
public sealed partial class AlertRuleTests
{
    private static readonly string Rules = Path.Combine(ObservabilityFiles.Prometheus, "rules", "aigateway.yml");
    private static readonly string Tests = Path.Combine(ObservabilityFiles.Prometheus, "aigateway.test.yml");

    [Fact]
    public Task The_configuration_is_valid() => Promtool("check", "config", Path.Combine(ObservabilityFiles.Prometheus, "prometheus.yml"));

    [Fact]
    public Task The_rules_are_valid() => Promtool("check", "rules", "--lint-fatal", Rules);

    [Fact]
    public Task Alerts_come_when_they_should_and_not_otherwise() => Promtool("test", "rules", Tests);

    [Fact]
    public void No_alert_is_without_a_test_that_it_comes_and_one_that_it_does_not()
    {
        var expected = Expectation().Matches(File.ReadAllText(Tests)).Select(test => test.Groups[1].Value).ToHashSet();
        var silent = Silence().Matches(File.ReadAllText(Tests)).Select(test => test.Groups[1].Value).ToHashSet();
        var alerts = Alert().Matches(File.ReadAllText(Rules)).Select(rule => rule.Groups[1].Value).ToList();

        Assert.NotEmpty(alerts);
        Assert.Equal(alerts.Order(), expected.Order());
        Assert.Empty(alerts.Except(silent));
    }

    private static async Task Promtool(params string[] arguments)
    {
        await using var tool = RunningProcess.Start(SystemTools.Require(SystemTools.Promtool), arguments);
        var code = await tool.Exit();
        // The end of what it says comes after its own.
        _ = await tool.Output.Line(_ => false, Eventually.Deadline);
        Assert.True(code == 0, tool.Describe($"ended with {code}"));
    }

    [GeneratedRegex(@"^ +- alert: (\w+)$", RegexOptions.Multiline)]
    private static partial Regex Alert();

    [GeneratedRegex(@"^ +- alertname: (\w+)$", RegexOptions.Multiline)]
    private static partial Regex Expectation();

    [GeneratedRegex(@"^ +- \{ alertname: (\w+), eval_time: \w+ \}$", RegexOptions.Multiline)]
    private static partial Regex Silence();
}
