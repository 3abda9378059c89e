using AiGateway.Core.Health;
using AiGateway.Grains.Keys;

namespace AiGateway.Edge.Tests.Fakes;

/// <inheritdoc/>
internal sealed class FakeKey(string id) : FakeOwner<KeyReport, KeyStatus>(new() { KeyId = id }), IApiKeyGrain
{
    public ValueTask<KeyStatus> Trip(UpstreamFailure failure, HealthTerms terms) => throw new NotSupportedException();

    public ValueTask<KeyStatus> Pardon() => throw new NotSupportedException();

    public ValueTask<KeyStatus> Disable() => throw new NotSupportedException();

    public ValueTask<KeyStatus> Enable() => throw new NotSupportedException();
}
