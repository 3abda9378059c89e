using System.Globalization;

namespace AiGateway.EndToEnd.Tests.HealthProof;

/// <summary>A provider of its own for each part of the proof, so that none disturbs another's keys. All have one address.</summary>
internal static class HealthCatalog
{
    public const string CallerKey = "proof caller";

    /// <summary>
    /// Open time of the circuits that open again and again, ms; it does not grow. Half of it is the least: by then every edge has
    /// asked for what it may have missed, and a call with the key is a trial.
    /// </summary>
    public const int OpenMs = 3_000;

    public const int ProbeDeadlineMs = 2_000;

    public const int SlowStartMs = 1_000;

    /// <summary>Keys of the provider whose owners are lost: of any so many on three silos, four have the same.</summary>
    public const int OwnedKeys = 10;

    /// <summary>Keys of the provider that is down.</summary>
    public const int OutageKeys = 4;

    /// <summary>What the provider hears of a call that went to the fallback, and of one that was meant for it.</summary>
    public const string StandIn = "stand-in";
    public const string Direct = "direct";

    public const string Baseline = "baseline";
    public const string Canary = "canary";

    public static string Key(string provider, int number) => string.Create(CultureInfo.InvariantCulture, $"{provider}-{number}");

    public static string Secret(string provider, int number) => $"sk-{Key(provider, number)}";

    public static string Half(int number) => string.Create(CultureInfo.InvariantCulture, $"half{number}");

    public static string Gray(int percent) => string.Create(CultureInfo.InvariantCulture, $"gray{percent}");

    public static string Make(string baseUrl)
    {
        var halves = Enumerable.Range(1, HealthPlan.KeysAtOnce).Select(Half).ToList();
        List<string> providers =
        [
            $"{{ id: block, {At(baseUrl)}, keys: [ {{ id: block-1, secret: sk-block-1 }}, {{ id: block-2, secret: sk-block-2, tier: 1 }} ] }}",
            // One fault opens the circuit: while another key answers, one that fails gets too few calls for five in a row.
            .. halves.Select(id => $"{{ id: {id}, {At(baseUrl)}, health: {{ consecutiveFailures: 1, openMs: {OpenMs}, longestOpenMs: {OpenMs}, probeDeadlineMs: {ProbeDeadlineMs}, slowStartMs: {SlowStartMs} }}, keys: [ {Keys(id, 2)} ] }}"),
            $"{{ id: out, {At(baseUrl)}, health: {{ openMs: 1000, longestOpenMs: 2000, slowStartMs: 2000 }}, keys: [ {Keys("out", OutageKeys)} ] }}",
            $"{{ id: spare, {At(baseUrl)}, keys: [ {Keys("spare", 1)} ] }}",
            $"{{ id: own, {At(baseUrl)}, keys: [ {Keys("own", OwnedKeys)} ] }}",
            $"{{ id: cut, {At(baseUrl)}, keys: [ {Keys("cut", 3)} ] }}",
            $"{{ id: gray, {At(baseUrl)}, keys: [ {Keys("gray", 1)} ] }}",
        ];
        List<string> models =
        [
            .. halves.Concat(["block", "own", "cut"]).Select(id => $"{{ id: {id}, targets: [ {{ provider: {id}, model: fake-chat }} ] }}"),
            $"{{ id: out, targets: [ {{ provider: out, model: main }} ], fallback: [ {{ provider: spare, model: {StandIn} }} ] }}",
            $"{{ id: direct, targets: [ {{ provider: spare, model: {Direct} }} ] }}",
            .. new[] { 1, 5, 25 }.Select(percent => $"{{ id: {Gray(percent)}, targets: [ {{ provider: gray, model: {Baseline}, weight: {100 - percent} }}, {{ provider: gray, model: {Canary}, weight: {percent} }} ] }}"),
        ];
        return $$"""
            providers:
            {{Lines(providers)}}
            models:
            {{Lines(models)}}
            consumers:
              - { id: proof, keys: [ { secret: "{{CallerKey}}" } ], models: [ "*" ] }
            """;
    }

    private static string At(string baseUrl) => $"affinity: off, baseUrl: \"{baseUrl}\"";

    private static string Keys(string provider, int count) =>
        string.Join(", ", Enumerable.Range(1, count).Select(i => $"{{ id: {Key(provider, i)}, secret: {Secret(provider, i)} }}"));

    private static string Lines(IEnumerable<string> items) => string.Join('\n', items.Select(item => $"  - {item}"));
}
