using System.Text.Json.Serialization;

namespace AiGateway.Core.Catalog;

/// <summary>What a provider can be asked to do, whatever the dialect it is asked in.</summary>
[JsonConverter(typeof(EnumNameJsonConverter<ProviderOperation>))]
public enum ProviderOperation
{
    /// <summary>Answering a conversation, streamed or not.</summary>
    [JsonStringEnumMemberName("chat")]
    Chat,

    /// <summary>Going on with a text.</summary>
    [JsonStringEnumMemberName("completions")]
    Completions,

    [JsonStringEnumMemberName("embeddings")]
    Embeddings,

    /// <summary>OpenAI's responses, asked for as such.</summary>
    [JsonStringEnumMemberName("responses")]
    Responses,

    /// <summary>Making, changing and varying images.</summary>
    [JsonStringEnumMemberName("images")]
    Images,

    /// <summary>Speech to text and text to speech.</summary>
    [JsonStringEnumMemberName("audio")]
    Audio,

    [JsonStringEnumMemberName("moderations")]
    Moderations,

    [JsonStringEnumMemberName("rerank")]
    Rerank,

    /// <summary>Keeping files, and working through batches of them.</summary>
    [JsonStringEnumMemberName("files")]
    Files,

    [JsonStringEnumMemberName("realtime")]
    Realtime,
}
