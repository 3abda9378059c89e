using System.Globalization;

namespace AiGateway.EndToEnd.Tests.LimitProof;

/// <summary>
/// A provider with one key for each consumer: the key is in the headers, so the provider's log knows whose call it is from
/// the moment of its arrival.
/// </summary>
internal static class ProofCatalog
{
    /// <summary>Id of the consumer with a limit on calls at once, of its model and of its provider.</summary>
    public const string Slots = "slots";

    /// <summary>What that consumer calls the gateway with.</summary>
    public const string SlotsKey = "slots caller";

    /// <summary>What reaches the provider for it.</summary>
    public const string SlotsUpstreamKey = "sk-slots";

    /// <summary>Calls it may have under way at one moment.</summary>
    public const int AtOnce = 10;

    public static string Make(string baseUrl)
    {
        List<(string Id, string Key, string UpstreamKey, string Limits)> lanes =
        [
            .. ProofConsumer.All.Select(c => (c.Id, c.Key, c.UpstreamKey, string.Create(CultureInfo.InvariantCulture, $"requestsPerMinute: {c.Limit}"))),
            (Slots, SlotsKey, SlotsUpstreamKey, string.Create(CultureInfo.InvariantCulture, $"concurrent: {AtOnce}")),
        ];
        return $$"""
            providers:
            {{Lines(lanes.Select(l => $"{{ id: {l.Id}, kind: openai, baseUrl: \"{baseUrl}\", keys: [ {{ id: {l.Id}-key, secret: {l.UpstreamKey} }} ] }}"))}}
            models:
            {{Lines(lanes.Select(l => $"{{ id: {l.Id}, targets: [ {{ provider: {l.Id}, model: fake-chat }} ] }}"))}}
            consumers:
            {{Lines(lanes.Select(l => $"{{ id: {l.Id}, keys: [ {{ secret: \"{l.Key}\" }} ], models: [ \"{l.Id}\" ], limits: {{ {l.Limits} }} }}"))}}
            """;
    }

    private static string Lines(IEnumerable<string> items) => string.Join('\n', items.Select(item => $"  - {item}"));
}
