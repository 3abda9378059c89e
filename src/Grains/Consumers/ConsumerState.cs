using AiGateway.Core.Limits;

namespace AiGateway.Grains.Consumers;

/// <summary>The stored form of a consumer's limits.</summary>
public sealed class ConsumerState
{
    public LimitLedger Ledger { get; set; } = new();
}
