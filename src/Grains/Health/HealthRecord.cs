namespace AiGateway.Grains.Health;

/// <summary>The stored form of the health of a key or an endpoint.</summary>
public sealed class HealthRecord<THealth>
    where THealth : class
{
    public THealth? Health { get; set; }

    /// <summary>Epoch of the activation that wrote it; 0 before any did.</summary>
    public long Epoch { get; set; }
}
