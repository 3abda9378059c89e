using AiGateway.Edge.Api;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Pipeline;
using AiGateway.Edge.Pipeline.Bodies;
using AiGateway.Edge.Pipeline.Routing;

namespace AiGateway.Edge.Shadow;

/// <summary>What is kept of a call for its copy. Nothing of the connection: by the time the copy is sent it serves another call.</summary>
internal sealed class ShadowCopy(Exchange call) : IDisposable
{
    /// <summary>The caller's body, taken over.</summary>
    public PooledBody Body { get; } = call.TakeBody();

    public Operation Operation { get; } = call.Operation;

    /// <summary>The id of the call it is a copy of.</summary>
    public string CallId { get; } = call.CallId;

    /// <summary>Whose call it was.</summary>
    public string Consumer { get; } = call.Consumer.Id;

    /// <summary>The catalog's model that matched.</summary>
    public string ModelId { get; } = call.Route.ModelId;

    /// <summary>The model as the caller named it.</summary>
    public string Asked { get; } = call.Routed;

    /// <summary>What the call's path said.</summary>
    public PathModel Path { get; } = call.Path;

    public ulong? Conversation { get; } = call.Conversation;

    public void Dispose() => Body.Dispose();
}
