using AiGateway.Core.Health;

namespace AiGateway.Grains.Keys;

/// <summary>The stored form of a key's health.</summary>
public sealed class KeyGrainState
{
    public KeyHealth? Health { get; set; }

    /// <summary>Epoch of the activation that wrote it; 0 before any did.</summary>
    public long Epoch { get; set; }
}
