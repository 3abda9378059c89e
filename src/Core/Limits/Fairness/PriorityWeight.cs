using AiGateway.Core.Catalog;

namespace AiGateway.Core.Limits.Fairness;

/// <summary>What a consumer's priority weighs when a model is scarce.</summary>
public static class PriorityWeight
{
    public static int Of(ConsumerPriority priority) => priority switch
    {
        ConsumerPriority.High => 4,
        ConsumerPriority.Low => 1,
        _ => 2,
    };
}
