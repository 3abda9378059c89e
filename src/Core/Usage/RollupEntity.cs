namespace AiGateway.Core.Usage;

/// <summary>What usage is rolled up by.</summary>
public enum RollupEntity
{
    Consumer,
    Model,

    /// <summary>The copies of a model's calls.</summary>
    Shadow,
}
