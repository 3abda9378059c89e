using AiGateway.Grains.Keys;

namespace AiGateway.Edge.Admin.Health;

/// <summary>The health of an upstream key as its owner sees it.</summary>
internal sealed record KeyHealthAnswer(
    string Id, string? Provider, string State, long? UntilInMs, string? Reason, string? Message, long SlowStartLeftInMs,
    IReadOnlyList<ModelHealthAnswer> Models, IReadOnlyList<BlockedModelAnswer> BlockedModels)
{
    /// <param name="provider">Whose it is; null for one that left the catalog just now.</param>
    public static KeyHealthAnswer Of(KeyStatus status, string? provider) => new(
        status.KeyId, provider, status.State.ToString(), status.UntilInMs, status.Reason, status.Message, status.SlowStartLeftMs,
        [.. status.Models.Where(m => !m.IsWell).Select(m => new ModelHealthAnswer(m.Model, m.State.ToString(), m.UntilInMs, m.Reason, m.Message, m.SlowStartLeftMs))],
        [.. status.BlockedModels.Select(m => new BlockedModelAnswer(m.Model, m.UntilInMs, m.Reason))]);
}

/// <summary>A model that is out at a key, or has not its full share yet.</summary>
internal sealed record ModelHealthAnswer(string Model, string State, long? UntilInMs, string? Reason, string? Message, long SlowStartLeftInMs);

/// <summary>A model that the provider limits or refuses at a key.</summary>
internal sealed record BlockedModelAnswer(string Model, long? UntilInMs, string? Reason);
