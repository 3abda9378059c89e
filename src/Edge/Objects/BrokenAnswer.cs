using AiGateway.Core.Health;
using AiGateway.Core.Usage;
using AiGateway.Edge.Pipeline;
using AiGateway.Edge.Pipeline.Answers;

namespace AiGateway.Edge.Objects;

/// <summary>What becomes of an answer that breaks off while it is passed on.</summary>
internal static class BrokenAnswer
{
    /// <returns>Why it broke off, where the caller has seen nothing of it.</returns>
    /// <exception cref="AnswerBrokenOffException">The caller has seen some: the connection is cut, so that no part is taken for the whole.</exception>
    public static UpstreamFailure Of(Exchange call, AnswerClock clock, Exception fault)
    {
        var failure = FailureClassifier.Transport(clock.Fault(fault));
        var response = call.Http.Response;
        if (!response.HasStarted)
        {
            response.Headers.Clear();
            return failure;
        }
        (call.Outcome, call.LastFailure) = (failure.Class == FailureClass.ClientCancelled ? CallOutcome.ClientGone : CallOutcome.Interrupted, failure);
        throw new AnswerBrokenOffException();
    }
}
