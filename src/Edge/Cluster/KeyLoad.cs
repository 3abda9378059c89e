using System.Collections.Concurrent;

namespace AiGateway.Edge.Cluster;

/// <summary>How busy one key is at this edge, and how quick for each of its models.</summary>
internal sealed class KeyLoad
{
    private readonly ConcurrentDictionary<string, KeyPace> _paces = new(StringComparer.Ordinal);
    private int _calls;

    /// <summary>Calls under way.</summary>
    public int Calls => Volatile.Read(ref _calls);

    /// <summary>
    /// One model differs from another by a hundredfold, so each is measured by itself. Names that a pattern lets callers make
    /// up share one pace.
    /// </summary>
    /// <param name="target">The model of the target, with its <c>*</c> if it has one.</param>
    public KeyPace this[string target] =>
        _paces.TryGetValue(target, out var pace) ? pace : _paces.GetOrAdd(target, static _ => new KeyPace());

    /// <summary>A call begins; whoever says so says its end too.</summary>
    public void Begin() => Interlocked.Increment(ref _calls);

    public void End() => Interlocked.Decrement(ref _calls);

    /// <summary>Failures so far count no more.</summary>
    public void Forgive()
    {
        foreach (var (_, pace) in _paces)
            pace.Forgive();
    }
}
