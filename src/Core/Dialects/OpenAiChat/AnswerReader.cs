using System.Text.Json;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.OpenAiChat;

/// <summary>Reads a provider's whole answer.</summary>
internal static class AnswerReader
{
    /// <summary>Null when it is no answer.</summary>
    public static ChatAnswer? Read(JsonElement root)
    {
        if (ErrorJson.IsError(root))
            return null;
        var id = root.WordOf("id");
        var choices = new List<ChatChoice>();
        foreach (var choice in root.ArrayOf("choices").Items())
        {
            if (ReadChoice(choice, choices.Count, id) is not { } read)
                return null;
            choices.Add(read);
        }
        return choices.Count == 0 ? null : new ChatAnswer
        {
            Id = id,
            Model = root.WordOf("model"),
            Created = root.IntegerOf("created"),
            Choices = choices,
            Usage = UsageJson.Find(root),
            ServiceTier = root.WordOf("service_tier"),
        };
    }

    private static ChatChoice? ReadChoice(JsonElement choice, int position, string? answerId)
    {
        var message = choice.ObjectOf("message");
        var reason = choice.TextOf("finish_reason");
        if (message.ValueKind != JsonValueKind.Object || (reason is not null && FinishReasons.IsFailure(reason)))
            return null;
        var index = choice.IntegerOf("index") is { } said and >= 0 and <= int.MaxValue ? (int)said : position;
        var parts = new List<ContentPart>();
        ThoughtsJson.Read(message, parts);
        ContentJson.Read(message, parts);
        var called = ReadCalls(message, answerId, index, parts);
        return new ChatChoice(index, parts, FinishReasons.Read(reason, called)) { Logprobs = choice.ObjectOf("logprobs") is { ValueKind: JsonValueKind.Object } logprobs ? logprobs : null };
    }

    private static bool ReadCalls(JsonElement message, string? answerId, int choice, List<ContentPart> parts)
    {
        var count = 0;
        foreach (var call in message.ArrayOf("tool_calls").Items())
        {
            var function = call.ObjectOf("function");
            if (function.WordOf("name") is { } name)
                parts.Add(new ToolCallPart(call.WordOf("id") ?? CallIds.Make(answerId, choice, count++), name, Arguments(function) ?? "{}") { Signature = CallSignature.Read(call) });
        }
        var legacy = message.ObjectOf("function_call");
        if (legacy.WordOf("name") is { } old)
            parts.Add(new ToolCallPart(CallIds.Make(answerId, choice, count), old, Arguments(legacy) ?? "{}"));
        return parts.Exists(static part => part is ToolCallPart);
    }

    /// <summary>Their JSON text, which some providers write as the object itself; null when there is none.</summary>
    public static string? Arguments(JsonElement function) => function.ObjectOf("arguments") is { ValueKind: JsonValueKind.Object } value
        ? value.GetRawText()
        : function.TextOf("arguments") is { } text && !string.IsNullOrEmpty(text) ? text : null;
}
