using System.Collections.Concurrent;
using AiGateway.Core.Health;
using AiGateway.Grains.Keys;

namespace AiGateway.Edge.Tests.Fakes;

/// <inheritdoc/>
internal sealed class FakeKey(string id) : FakeOwner<KeyReport, KeyStatus>(new() { KeyId = id }), IApiKeyGrain
{
    public ValueTask<KeyStatus> Trip(UpstreamFailure failure, HealthTerms terms) => throw new NotSupportedException();

    public ValueTask<KeyStatus> Pardon() => throw new NotSupportedException();

    public ValueTask<KeyStatus> TripModel(string model, UpstreamFailure failure, HealthTerms terms) => throw new NotSupportedException();

    public ValueTask<KeyStatus> PardonModel(string model) => throw new NotSupportedException();

    /// <summary>The models that it was asked for a ticket for.</summary>
    public ConcurrentQueue<string> AskedFor { get; } = new();

    public ValueTask<ProbeGrant?> RequestModelProbe(string model, string edgeId)
    {
        AskedFor.Enqueue(model);
        return RequestProbe(edgeId);
    }

    public ValueTask<KeyStatus> Disable() => ValueTask.FromResult(Answer = Answer with { State = KeyHealthState.Disabled });

    public ValueTask<KeyStatus> Enable() => ValueTask.FromResult(Answer = Answer with { State = KeyHealthState.Active });
}
