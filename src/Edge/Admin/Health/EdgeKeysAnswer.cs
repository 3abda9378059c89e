namespace AiGateway.Edge.Admin.Health;

/// <summary>What one edge believes of all keys.</summary>
/// <param name="HeardMsAgo">How long ago it heard from the control plane; null if it never has.</param>
internal sealed record EdgeKeysAnswer(long? HeardMsAgo, IReadOnlyList<EdgeKeyAnswer> Data);

/// <summary>What one edge believes of a key.</summary>
/// <param name="Usable">Whether its calls take the key, for models that are not named.</param>
internal sealed record EdgeKeyAnswer(
    string Id, string State, long? UntilInMs, string? Reason, bool Usable, IReadOnlyList<EdgeModelAnswer> Models, long Epoch, long Version);

/// <summary>A model the key is not used for.</summary>
internal sealed record EdgeModelAnswer(string Model, string State, long? UntilInMs, string? Reason);
