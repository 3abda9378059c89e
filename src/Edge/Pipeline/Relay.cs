using AiGateway.Core.Health;
using AiGateway.Edge.Upstream;

namespace AiGateway.Edge.Pipeline;

/// <summary>Passes an answer on to the caller in the form it asked for.</summary>
internal sealed class Relay(StreamRelay streams, AnswerRelay answers)
{
    /// <returns>What went wrong; null when the caller has the whole answer.</returns>
    public ValueTask<UpstreamFailure?> Run(Exchange call, UpstreamAnswer answer, ClientStream client) =>
        call.Scan.Stream ? streams.Run(call, answer, client) : answers.Run(call, answer, client);
}
