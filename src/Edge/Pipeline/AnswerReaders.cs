using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Upstream.OpenAi;

namespace AiGateway.Edge.Pipeline;

/// <summary>Who reads the answer of a call: each kind of call has a form of its own.</summary>
internal static class AnswerReaders
{
    /// <param name="call">The call.</param>
    /// <param name="showUsage">Whether figures are passed on that the caller has not asked for.</param>
    public static StreamRewriter OfStream(Exchange call, bool showUsage = false) => call.Operation == OpenAiOperation.Responses
        ? new ResponseStreamRewriter(call.Scan.Model, !call.Scan.KeepsNothing)
        : new ChatStreamRewriter(call.Scan.Model, hideUsage: !showUsage && !call.Scan.UsageAsked, call.Partial);

    public static IAnswerEdit OfWhole(Exchange call) => call.Operation == OpenAiOperation.Responses
        ? new ResponseEdit(call.Scan.Model, !call.Scan.KeepsNothing)
        : new AnswerEdit(call.Scan.Model, call.Operation, call.Scan.WantsBase64);
}
