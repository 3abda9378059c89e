using System.Text.Json;

namespace AiGateway.Core.Dialects.Gemini;

/// <summary>The pieces of a stream, each a whole answer that holds what is new. <see cref="Head"/> ends them all.</summary>
internal static class ChunkWriter
{
    /// <param name="Created">Unix time in seconds.</param>
    public readonly record struct Head(string Id, string Model, long Created);

    public static void WritePiece(Utf8JsonWriter json, in Head head, in ChatEvent piece)
    {
        Open(json);
        var text = piece.Text ?? "";
        switch (piece.Kind)
        {
            case ChatEventKind.Reasoning:
                PartWriter.Thought(json, text, null);
                break;
            case ChatEventKind.ReasoningSignature:
                PartWriter.Thought(json, "", GeminiSignature.Write(piece.Maker, text));
                break;
            case ChatEventKind.RedactedReasoning:
                PartWriter.Text(json, "", GeminiSignature.Write(piece.Maker, text));
                break;
            case ChatEventKind.Media:
                PartWriter.Inline(json, piece.Name ?? "", text);
                break;
            // Google's clients take a turn without parts for one that is not to be kept.
            case ChatEventKind.Logprobs:
                PartWriter.Text(json, "");
                break;
            default:
                PartWriter.Text(json, text);
                break;
        }
        CloseContent(json);
        if (piece is { Kind: ChatEventKind.Logprobs, Json: { } logprobs })
            GeminiLogprobs.Write(json, logprobs);
        Close(json, head, piece.Choice);
    }

    public static void WriteCalls(Utf8JsonWriter json, in Head head, List<PendingCall> calls, int choice)
    {
        Open(json);
        foreach (var call in calls)
            if (call.Choice == choice)
                PartWriter.Call(json, call.Id, call.Name, call.Arguments.ToString(), call.Signature);
        CloseContent(json);
        Close(json, head, choice);
    }

    public static void WriteLast(Utf8JsonWriter json, in Head head, List<(int Choice, FinishReason Reason)> finishes, ChatUsage? usage)
    {
        json.WriteStartObject();
        json.WritePropertyName("candidates"u8);
        json.WriteStartArray();
        foreach (var (choice, reason) in finishes)
        {
            OpenCandidate(json);
            PartWriter.Text(json, "");
            CloseContent(json);
            json.WriteString("finishReason"u8, GeminiFinish.NameOf(reason));
            json.WriteNumber("index"u8, choice);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        if (usage is not null)
            GeminiUsage.Write(json, usage);
        AnswerHead.Write(json, head.Id, head.Model, head.Created);
        json.WriteEndObject();
    }

    private static void Open(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WritePropertyName("candidates"u8);
        json.WriteStartArray();
        OpenCandidate(json);
    }

    private static void OpenCandidate(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WritePropertyName("content"u8);
        json.WriteStartObject();
        json.WritePropertyName("parts"u8);
        json.WriteStartArray();
    }

    private static void CloseContent(Utf8JsonWriter json)
    {
        json.WriteEndArray();
        json.WriteString("role"u8, "model"u8);
        json.WriteEndObject();
    }

    private static void Close(Utf8JsonWriter json, in Head head, int choice)
    {
        json.WriteNumber("index"u8, choice);
        json.WriteEndObject();
        json.WriteEndArray();
        AnswerHead.Write(json, head.Id, head.Model, head.Created);
        json.WriteEndObject();
    }
}
