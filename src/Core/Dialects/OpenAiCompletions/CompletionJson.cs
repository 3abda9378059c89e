using System.Text.Json;
using AiGateway.Core.Dialects.OpenAiChat;

namespace AiGateway.Core.Dialects.OpenAiCompletions;

/// <summary>Writes answers and chunks, with every member OpenAI's own clients want to be there.</summary>
internal static class CompletionJson
{
    private const string IdPrefix = "cmpl-";

    /// <param name="id">The provider's; null or empty where it gave none.</param>
    /// <param name="created">The provider's; null where it does not say.</param>
    /// <param name="traits">Of the call.</param>
    public static ChunkHead Head(string? id, long? created, in AnswerTraits traits)
    {
        var known = string.IsNullOrEmpty(id) ? traits.Id : id;
        return new ChunkHead(known.StartsWith(IdPrefix, StringComparison.Ordinal) ? known : IdPrefix + known, created ?? traits.Created, traits.Model);
    }

    /// <summary>Everything up to the choices, whose array is begun.</summary>
    public static void Begin(Utf8JsonWriter json, in ChunkHead head)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, head.Id);
        json.WriteString("object"u8, "text_completion"u8);
        json.WriteNumber("created"u8, head.Created);
        json.WriteString("model"u8, head.Model);
        json.WriteStartArray("choices"u8);
    }

    public static void End(Utf8JsonWriter json, ChatUsage? usage)
    {
        json.WriteEndArray();
        if (usage is not null)
            UsageJson.Write(json, usage);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, in Piece piece)
    {
        json.WriteStartObject();
        json.WriteString("text"u8, piece.Text);
        json.WriteNumber("index"u8, piece.Choice);
        json.WritePropertyName("logprobs"u8);
        if (piece.Tokens is { } tokens)
            TokensJson.Write(json, tokens, piece.Offset);
        else
            json.WriteNullValue();
        if (piece.Finish is { } finish)
            json.WriteString("finish_reason"u8, FinishReasons.Write(finish));
        else
            json.WriteNull("finish_reason"u8);
        json.WriteEndObject();
    }
}
