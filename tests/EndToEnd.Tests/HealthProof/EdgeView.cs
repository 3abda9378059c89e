using System.Text.Json.Nodes;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.HealthProof;

/// <summary>What one edge believes of a key, read from that edge.</summary>
/// <param name="UntilInMs">Until the state ends or a trial is due.</param>
internal sealed record KeyHere(string State, long? UntilInMs, bool Usable, long Epoch, long Version)
{
    /// <summary>Whose word it is and which: who has the same knows the same.</summary>
    public (string State, long Epoch, long Version) Word => (State, Epoch, Version);
}

/// <summary>What edges believe.</summary>
internal static class EdgeView
{
    public static async Task<IReadOnlyDictionary<string, KeyHere>> Keys(EdgeProcess edge) =>
        (await edge.Admin.Get("/admin/v1/edge/keys")).Ok["data"]!.AsArray().ToDictionary(key => key!["id"]!.GetValue<string>(), key => Read(key!));

    /// <summary>What each edge believes of one key.</summary>
    public static Task<KeyHere[]> Everywhere(IEnumerable<EdgeProcess> edges, string key) =>
        Task.WhenAll(edges.Select(async edge => (await Keys(edge))[key]));

    /// <summary>Waits until the key is in a state at all edges.</summary>
    public static Task Becomes(IReadOnlyList<EdgeProcess> edges, string key, string state) =>
        Eventually.Holds(async () => Array.TrueForAll(await Everywhere(edges, key), here => here.State == state));

    private static KeyHere Read(JsonNode key) => new(
        key["state"]!.GetValue<string>(), key["untilInMs"]?.GetValue<long>(), key["usable"]!.GetValue<bool>(), key["epoch"]!.GetValue<long>(), key["version"]!.GetValue<long>());
}
