using AiGateway.Edge.Api;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Upstream.OpenAi;

namespace AiGateway.Edge.Pipeline;

/// <summary>Who reads the answer of a call: each kind of call has a form of its own. What only a caller would see is left out for copies.</summary>
internal static class AnswerReaders
{
    public static StreamRewriter OfStream(Exchange call) => call.Operation == Operation.Responses
        ? new ResponseStreamRewriter(call.Scan.Model, !call.Scan.KeepsNothing)
        : new ChatStreamRewriter(call.Scan.Model, hideUsage: !call.IsShadow && !call.Scan.UsageAsked, call.Partial);

    public static IAnswerEdit OfWhole(Exchange call) => call.Operation == Operation.Responses
        ? new ResponseEdit(call.Scan.Model, !call.Scan.KeepsNothing)
        : new AnswerEdit(call.Scan.Model, call.Operation, call.Scan.WantsBase64 && !call.IsShadow);
}
