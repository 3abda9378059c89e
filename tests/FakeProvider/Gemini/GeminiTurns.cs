using System.Text.Json;
using AiGateway.FakeProvider.Control;
using AiGateway.FakeProvider.Provider;

namespace AiGateway.FakeProvider.Gemini;

/// <summary>The conversation of a request: two roles, each part of one kind, as many results as calls, and only this account's seals.</summary>
internal static class GeminiTurns
{
    private static readonly string[] Kinds =
    [
        "text", "inlineData", "functionCall", "functionResponse", "fileData", "executableCode", "codeExecutionResult", "toolCall", "toolResponse",
    ];

    /// <summary>Null when nothing is wrong with it.</summary>
    public static Answer? Refusal(Call call)
    {
        var contents = call.Member("contents");
        if (contents.ValueKind != JsonValueKind.Array || contents.GetArrayLength() == 0)
            return GeminiRefusal.Invalid("* GenerateContentRequest.contents: contents is not specified\n");
        var open = 0;
        foreach (var (number, content) in contents.EnumerateArray().Index())
        {
            if (content.At("role").AsText() is not (null or "user" or "model" or "function"))
                return GeminiRefusal.Invalid("Please use a valid role: user, model.");
            var parts = content.At("parts").Items().ToList();
            if (parts.Count == 0)
                return GeminiRefusal.Invalid($"* GenerateContentRequest.contents[{number}].parts: contents.parts must not be empty.\n");
            foreach (var (place, part) in parts.Index())
            {
                if (BadPart(part, $"contents[{number}].parts[{place}]", call.Key!) is { } bad)
                    return bad;
            }

            var answered = parts.Count(part => part.Either("functionResponse").IsGiven());
            if (answered > 0 && answered != open)
                return GeminiRefusal.Invalid("Please ensure that the number of function response parts is equal to the number of function call parts of the function call turn.");
            if (open > 0 && answered == 0)
                return GeminiRefusal.Invalid("Please ensure that function response turn comes immediately after a function call turn.");
            var calls = parts.FindAll(part => part.Either("functionCall").IsGiven());
            // The newest models want the seal on the first call of a step.
            if (calls is [var first, ..] && call.Model!.StartsWith("gemini-3", StringComparison.Ordinal) && !first.Either("thoughtSignature").IsGiven())
                return GeminiRefusal.Invalid($"Function call is missing a thought_signature in functionCall parts. Function call `{first.Either("functionCall").At("name").AsText()}`, position {number + 1}.");
            open = calls.Count;
        }

        return null;
    }

    private static Answer? BadPart(JsonElement part, string at, string key)
    {
        if (Kinds.Count(kind => part.Either(kind).IsGiven()) != 1)
            return GeminiRefusal.Invalid($"* GenerateContentRequest.{at}.data: required oneof field 'data' must have one initialized field\n");
        if (part.Either("inlineData") is { ValueKind: JsonValueKind.Object } blob && (blob.Either("mimeType").AsText() is null || !IsBase64(blob.At("data").AsText())))
            return GeminiRefusal.Invalid($"Invalid value at '{at}.inline_data.data' (TYPE_BYTES), Base64 decoding failed");
        if (part.Either("functionResponse") is { ValueKind: JsonValueKind.Object } result && result.At("response").ValueKind != JsonValueKind.Object)
            return GeminiRefusal.Invalid($"Invalid value at '{at}.function_response.response' (type.googleapis.com/google.protobuf.Struct)");
        if (part.Either("functionResponse") is { ValueKind: JsonValueKind.Object } nameless && string.IsNullOrEmpty(nameless.At("name").AsText()))
            return GeminiRefusal.Invalid($"* GenerateContentRequest.{at}.function_response.name: Name cannot be empty.\n");
        return part.Either("thoughtSignature").AsText() is { } seal && seal != Thought.BytesOf(key)
            ? GeminiRefusal.Invalid("Thought signature is not valid.")
            : null;
    }

    private static bool IsBase64(string? text) => text is not null && Convert.TryFromBase64String(text, new byte[text.Length], out _);
}
