using AiGateway.Core.Grayscale;

namespace AiGateway.Grains.Grayscale;

/// <summary>The stored form of a ramp. What was counted is not stored: a new owner counts anew.</summary>
public sealed class RampRecord
{
    public Ramp? Ramp { get; set; }

    /// <summary>Epoch of the activation that wrote it; 0 before any did.</summary>
    public long Epoch { get; set; }
}
