using AiGateway.Edge.Api;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Catalog;

namespace AiGateway.Edge.Pipeline.Routing;

/// <summary>
/// Tells which calls belong to one conversation: by what the caller says, and if it says nothing by how the conversation
/// begins, which is the same in each of its calls. Two consumers never share one.
/// </summary>
internal static class Conversation
{
    /// <summary>The call belongs to none that could be told from others.</summary>
    public const ulong None = 0;

    /// <summary>So much of each part is looked at, bytes.</summary>
    private const int MostBytes = 4_096;

    /// <summary>What clients send: the usual name, Codex (two spellings), OpenCode, Claude Code, callers made for LiteLLM.</summary>
    private static readonly string[] Headers =
        ["x-session-id", "session_id", "session-id", "x-session-affinity", "x-claude-code-session-id", "x-litellm-session-id"];

    /// <summary>A hash by which the conversation is known at every edge, or <see cref="None"/>.</summary>
    public static ulong Of(Exchange call)
    {
        // No provider keeps anything between two embeddings, or two images.
        if (!call.Scan.Operation.AnswersInText())
            return None;
        var consumer = Hash64.Of(call.Consumer.Id);
        foreach (var name in Headers)
        {
            if (call.Http.Request.Headers.TryGetValue(name, out var values) && values.Count > 0 && values[0] is { Length: > 0 } session)
                return Hash64.Of(session, consumer);
        }
        if (call.Scan.AffinityValue is { IsEmpty: false } value)
            return Hash64.Of(value.Of(call.Body.Span), consumer);
        return call.Scan.FirstUserMessage.IsEmpty ? None : Opening(call, Hash64.Of(call.Scan.Model, consumer));
    }

    private static ulong Opening(Exchange call, ulong seed)
    {
        ref readonly var scan = ref call.Scan;
        var body = call.Body.Span;
        var system = ByteRange.Between(scan.PromptValue.Start, scan.FirstUserMessage.Start);
        if (!scan.InstructionsValue.IsEmpty)
            seed = Hash64.Of(Head(scan.InstructionsValue, body), seed);
        return Hash64.Of(Head(scan.FirstUserMessage, body), Hash64.Of(Head(system, body), Hash64.Of(Head(scan.ToolsValue, body), seed)));
    }

    private static ReadOnlySpan<byte> Head(ByteRange range, ReadOnlySpan<byte> body) => body.Slice(range.Start, Math.Min(range.Length, MostBytes));
}
