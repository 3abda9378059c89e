using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using AiGateway.Core.Health;

namespace AiGateway.Edge.Cluster;

/// <summary>Calls with one key that succeeded and of which the endpoint's owner has not heard, by model.</summary>
internal sealed class SuccessCounts
{
    /// <summary>Callers choose model names where the catalog has patterns; what goes beyond this is counted without its name.</summary>
    public const int MostModels = 256;

    private const int LongestName = 256;

    private readonly ConcurrentDictionary<string, StrongBox<int>> _byModel = new(StringComparer.Ordinal);
    private int _names;
    private int _nameless;
    private int _any;

    public void Count(string model)
    {
        if (_byModel.TryGetValue(model, out var count) || TryAdd(model, out count))
            Interlocked.Increment(ref count.Value);
        else
            Interlocked.Increment(ref _nameless);
        Volatile.Write(ref _any, 1);
    }

    /// <summary>Adds what was counted since the last time to a list.</summary>
    public void TakeInto(List<KeySuccesses> taken, string keyId)
    {
        if (Volatile.Read(ref _any) == 0 || Interlocked.Exchange(ref _any, 0) == 0)
            return;
        if (Interlocked.Exchange(ref _nameless, 0) is > 0 and var nameless)
            taken.Add(new KeySuccesses(keyId, nameless));
        var full = Volatile.Read(ref _names) >= MostModels;
        foreach (var (model, count) in _byModel)
        {
            if (Interlocked.Exchange(ref count.Value, 0) is > 0 and var successes)
                taken.Add(new KeySuccesses(keyId, successes) { Model = model });
            else if (full && _byModel.TryRemove(model, out _))
                Interlocked.Decrement(ref _names);
        }
    }

    private bool TryAdd(string model, out StrongBox<int> count)
    {
        count = null!;
        if (Volatile.Read(ref _names) >= MostModels || model.Length is 0 or > LongestName)
            return false;
        var added = new StrongBox<int>();
        count = _byModel.GetOrAdd(model, added);
        if (ReferenceEquals(count, added))
            Interlocked.Increment(ref _names);
        return true;
    }
}
