using AiGateway.Core.Health;
using AiGateway.Grains.Keys;

namespace AiGateway.Edge.Cluster;

/// <summary>What this edge holds of a key's circuit for one model: a part of the word of the key's owner.</summary>
/// <param name="model">The provider's name of the model.</param>
/// <param name="contact">By which it knows whether owners can still be heard; null counts as always.</param>
internal sealed class ModelView(string model, ControlPlaneContact? contact)
{
    private volatile Held _held = new(new ModelStatus { Model = model }, long.MaxValue, 0);
    private int _successes;

    public string Model { get; } = model;

    /// <summary>The offer to try the key out with this model.</summary>
    public ProbeSlot Probe { get; } = new(contact);

    public ModelStatus Status => _held.Status;

    /// <summary>Whether calls for the model may use the key, as far as this circuit is concerned.</summary>
    /// <param name="nowMs">This process's monotonic clock.</param>
    public bool IsUsable(long nowMs)
    {
        var held = _held;
        return held.Status.State == KeyHealthState.Active || (nowMs >= held.UntilMs && contact?.IsLostAt(nowMs) == true);
    }

    /// <summary>The part of the key's weight that calls for the model may give it, above 0 up to 1.</summary>
    public double Share(long nowMs)
    {
        var held = _held;
        return held.FullAtMs <= nowMs ? 1 : SlowStart.Share(held.FullAtMs - nowMs, held.Status.SlowStartMs);
    }

    /// <summary>Milliseconds until a probe is due; null when it is in use.</summary>
    public long? UntilInMs(long nowMs) => _held.UntilMs == long.MaxValue ? null : Math.Max(0, _held.UntilMs - nowMs);

    /// <summary>True when it is out of use and a probe may be asked for; one past its deadline counts as well.</summary>
    public bool IsProbeDue(long nowMs)
    {
        var held = _held;
        return held.Status.State != KeyHealthState.Active && nowMs >= held.UntilMs;
    }

    public void Apply(ModelStatus status, long nowMs) => _held = new Held(
        status, status.UntilInMs is { } until ? nowMs + until : long.MaxValue, status.SlowStartLeftMs > 0 ? nowMs + status.SlowStartLeftMs : 0);

    public void CountSuccess() => Interlocked.Increment(ref _successes);

    public int TakeSuccesses() => Volatile.Read(ref _successes) == 0 ? 0 : Interlocked.Exchange(ref _successes, 0);

    /// <param name="FullAtMs">When it has its full share; 0 when it has.</param>
    private sealed record Held(ModelStatus Status, long UntilMs, long FullAtMs);
}
