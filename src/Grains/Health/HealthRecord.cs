namespace AiGateway.Grains.Health;

/// <summary>The stored form of something's health.</summary>
public sealed class HealthRecord<THealth>
    where THealth : class
{
    public THealth? Health { get; set; }

    /// <summary>Epoch of the activation that wrote it; 0 before any did.</summary>
    public long Epoch { get; set; }
}
