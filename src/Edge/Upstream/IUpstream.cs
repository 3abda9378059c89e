using AiGateway.Edge.Pipeline;
using AiGateway.Edge.Pipeline.Bodies;
using AiGateway.Edge.Pipeline.Sending;

namespace AiGateway.Edge.Upstream;

/// <summary>Sends one attempt to a provider of one kind.</summary>
internal interface IUpstream
{
    /// <param name="body">The body as the provider takes it; taken over, and disposed of when it is no longer needed.</param>
    /// <param name="firstByte">How long to wait for response headers.</param>
    ValueTask<UpstreamAnswer> Send(Exchange call, Attempt attempt, PooledBody body, TimeSpan firstByte);
}
