using AiGateway.Core.Health;
using AiGateway.Edge.Pipeline.Bodies;
using AiGateway.Edge.Upstream.OpenAi;

namespace AiGateway.Edge.Pipeline.Answers;

/// <summary>Tells of an answer that is not streamed and was read to its end what is wrong with it.</summary>
internal static class WholeAnswer
{
    /// <returns>Null when it is an answer.</returns>
    public static UpstreamFailure? Failure(Exchange call, AnswerKind kind, PooledBody body, long nowUnixMs) => kind switch
    {
        AnswerKind.Error => FailureClassifier.ClassifyErrorEvent(body.Span, nowUnixMs, call.LastAttempt?.Provider.Errors),
        AnswerKind.GaveUp => FailureClassifier.Transport(TransportFault.CutStream),
        AnswerKind.Malformed => FailureClassifier.Transport(TransportFault.MalformedAnswer),
        _ => null,
    };
}
