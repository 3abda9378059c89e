using AiGateway.Core.Health;
using AiGateway.Edge.Api;
using AiGateway.Edge.Upstream;

namespace AiGateway.Edge.Pipeline.Answers;

/// <summary>Passes an answer on to the caller in the form it asked for; what is no chat in the form it comes in.</summary>
internal sealed class Relay(StreamRelay streams, AnswerRelay answers, BytesRelay bytes)
{
    /// <returns>What went wrong; null when the caller has the whole answer.</returns>
    public ValueTask<UpstreamFailure?> Run(Exchange call, UpstreamAnswer answer, ClientStream client) => FormOf(call, answer) switch
    {
        AnswerForm.Events => streams.Run(call, answer, client),
        AnswerForm.Bytes => bytes.Run(call, answer, client),
        _ => answers.Run(call, answer, client),
    };

    private static AnswerForm FormOf(Exchange call, UpstreamAnswer answer) =>
        call.Scan.Stream && (!call.Operation.IsMedia() || answer.MediaType is "text/event-stream") ? AnswerForm.Events
        : call.Operation.IsAudio() && !IsJson(answer.MediaType) ? AnswerForm.Bytes
        : AnswerForm.Whole;

    private static bool IsJson(string? mediaType) =>
        mediaType is not null && (mediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase) || mediaType.EndsWith("+json", StringComparison.OrdinalIgnoreCase));
}
