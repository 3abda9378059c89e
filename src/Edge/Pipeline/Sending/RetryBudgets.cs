using System.Collections.Concurrent;
using AiGateway.Core.Retries;
using AiGateway.Grains.Cluster;

namespace AiGateway.Edge.Pipeline.Sending;

/// <summary>This edge's retry budget of each model. Kept over catalog changes, as the calls are that it counts.</summary>
internal sealed class RetryBudgets(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, RetryBudget> _budgets = new(StringComparer.Ordinal);

    public void Called(string model) => Of(model).Called(time.MonotonicMs());

    public bool Allows(string model) => Of(model).Allows(time.MonotonicMs());

    public void Retried(string model) => Of(model).Retried(time.MonotonicMs());

    private RetryBudget Of(string model) => _budgets.TryGetValue(model, out var budget) ? budget : _budgets.GetOrAdd(model, static _ => new RetryBudget());
}
