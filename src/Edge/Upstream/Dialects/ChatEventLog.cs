using System.Text.Encodings.Web;
using System.Text.Json;
using AiGateway.Core.Dialects;
using AiGateway.Edge.Upstream.OpenAi;

namespace AiGateway.Edge.Upstream.Dialects;

/// <summary>What the events of an answer come to for whoever has to count and judge it.</summary>
internal static class ChatEventLog
{
    /// <summary>Whether the caller has a use for it: before the first such event another provider may still take over.</summary>
    public static bool IsContent(in ChatEvent next) => next.Kind switch
    {
        ChatEventKind.Text or ChatEventKind.Refusal or ChatEventKind.Reasoning or ChatEventKind.ToolArguments => next.Text is { Length: > 0 },
        ChatEventKind.ToolCall or ChatEventKind.Media or ChatEventKind.RedactedReasoning => true,
        _ => false,
    };

    /// <summary>Keeps text whose tokens have to be counted if the provider never says how many there were.</summary>
    public static void Add(ContentLog log, in ChatEvent next)
    {
        var text = next.Kind switch
        {
            ChatEventKind.Text or ChatEventKind.Refusal or ChatEventKind.Reasoning or ChatEventKind.ToolArguments => next.Text,
            ChatEventKind.ToolCall => next.Name,
            _ => null,
        };
        if (!string.IsNullOrEmpty(text))
            Add(log, text);
    }

    public static void Add(ContentLog log, ChatAnswer answer)
    {
        foreach (var choice in answer.Choices)
        {
            foreach (var part in choice.Parts)
                Add(log, part);
        }
    }

    private static void Add(ContentLog log, ContentPart part)
    {
        var text = part switch
        {
            TextPart said => said.Text,
            RefusalPart refusal => refusal.Text,
            ReasoningPart reasoning => reasoning.Text,
            ToolCallPart call => call.Name + call.Arguments,
            _ => "",
        };
        if (text.Length > 0)
            Add(log, text);
    }

    private static void Add(ContentLog log, string text)
    {
        var escaped = JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes;
        log.Add(escaped, escaped.Length);
    }
}
