using AiGateway.Grains.Endpoints;

namespace AiGateway.Edge.Tests.Fakes;

/// <inheritdoc/>
internal sealed class FakeEndpoint(string id) : FakeOwner<EndpointReport, EndpointStatus>(new() { EndpointId = id }), IEndpointGrain;
