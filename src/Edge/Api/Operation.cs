using AiGateway.Core.Catalog;
using AiGateway.Core.Dialects;

namespace AiGateway.Edge.Api;

/// <summary>What callers ask for, each in one dialect.</summary>
internal enum Operation
{
    ChatCompletions,
    Completions,
    Embeddings,
    Responses,

    /// <summary>A conversation of responses made short, in a form that its provider alone can read.</summary>
    Compaction,

    /// <summary>Anthropic's chat.</summary>
    Messages,

    /// <summary>Google's chat.</summary>
    GenerateContent,

    /// <summary>Google's embedding of one text.</summary>
    EmbedContent,

    /// <summary>Google's embedding of several.</summary>
    BatchEmbedContents,

    /// <summary>One response of a session over a WebSocket.</summary>
    Realtime,

    /// <summary>New images from words.</summary>
    Images,

    /// <summary>Images changed by words.</summary>
    ImageEdits,

    ImageVariations,

    /// <summary>Sound to text in its own language.</summary>
    Transcriptions,

    /// <summary>Sound to English text.</summary>
    Translations,

    /// <summary>Text to sound.</summary>
    Speech,

    Moderations,

    /// <summary>Documents in the order in which they answer a question.</summary>
    Rerank,

    /// <summary>Anything to do with files, and below with batches and with responses that were made before: calls that ask no model.</summary>
    Files,

    Batches,
    StoredResponses,

    /// <summary>Anything to do with whatever else providers keep.</summary>
    Objects,

    /// <summary>How many tokens a request of Anthropic's dialect would bring.</summary>
    CountTokens,

    /// <summary>The same of Google's.</summary>
    CountContents,

    /// <summary>The same of a request for a response.</summary>
    CountResponse,
}

internal static class Operations
{
    /// <summary>Whether it is a model that answers.</summary>
    public static bool AsksModel(this Operation operation) => operation < Operation.Files;

    /// <summary>Whether a model answers it otherwise than in a text that it writes word by word, and only in OpenAI's dialect.</summary>
    public static bool IsMedia(this Operation operation) => operation.IsImages() || operation.IsAudio() || operation is Operation.Moderations or Operation.Rerank;

    /// <summary>Whether a model that is asked for it answers in text.</summary>
    public static bool AnswersInText(this Operation operation) => !operation.Embeds() && !operation.IsMedia();

    /// <summary>Whether the caller, or the gateway for it, can say how long that text may be.</summary>
    public static bool TakesCap(this Operation operation) => operation.AnswersInText() && operation != Operation.Compaction;

    /// <summary>Whether sound goes in or comes out.</summary>
    public static bool IsAudio(this Operation operation) => operation is Operation.Transcriptions or Operation.Translations or Operation.Speech;

    /// <summary>Whether images come out.</summary>
    public static bool IsImages(this Operation operation) => operation is Operation.Images or Operation.ImageEdits or Operation.ImageVariations;

    /// <summary>What a provider must serve to be asked for it; null where every provider can be asked, in one dialect or another.</summary>
    public static ProviderOperation? Required(this Operation operation) => operation switch
    {
        Operation.Images or Operation.ImageEdits or Operation.ImageVariations => ProviderOperation.Images,
        Operation.Transcriptions or Operation.Translations or Operation.Speech => ProviderOperation.Audio,
        Operation.Moderations => ProviderOperation.Moderations,
        Operation.Rerank => ProviderOperation.Rerank,
        Operation.Compaction => ProviderOperation.Responses,
        _ => null,
    };

    /// <summary>Whether its prompt is a list of messages, or may be.</summary>
    public static bool TakesMessages(this Operation operation) => operation.IsOfResponses() || (operation.ChatDialect() ?? operation.CountDialect()) is not (null or Dialect.OpenAiCompletions);

    /// <summary>Whether it turns texts into vectors: it has no answer of a length to foresee, and nothing is kept between two.</summary>
    public static bool Embeds(this Operation operation) => operation is Operation.Embeddings or Operation.EmbedContent or Operation.BatchEmbedContents;

    /// <summary>In which dialect tokens are to be counted; null for what counts none.</summary>
    public static Dialect? CountDialect(this Operation operation) => operation switch
    {
        Operation.CountTokens => Dialect.Anthropic,
        Operation.CountContents => Dialect.Gemini,
        Operation.CountResponse => Dialect.OpenAiResponses,
        _ => null,
    };

    /// <summary>Whether it is said in the words of a request for a response.</summary>
    public static bool IsOfResponses(this Operation operation) => operation is Operation.Responses or Operation.Compaction or Operation.CountResponse;

    /// <summary>What a provider has to serve for it.</summary>
    public static ProviderOperation Provided(this Operation operation) => operation switch
    {
        Operation.Completions => ProviderOperation.Completions,
        Operation.Embeddings or Operation.EmbedContent or Operation.BatchEmbedContents => ProviderOperation.Embeddings,
        Operation.Responses or Operation.CountResponse => ProviderOperation.Responses,
        Operation.Realtime => ProviderOperation.Realtime,
        _ => operation.Required() ?? ProviderOperation.Chat,
    };

    /// <summary>The dialect of a chat, or of a text that is gone on with; null for what is neither.</summary>
    public static Dialect? ChatDialect(this Operation operation) => operation switch
    {
        Operation.ChatCompletions => Dialect.OpenAiChat,
        Operation.Completions => Dialect.OpenAiCompletions,
        Operation.Responses => Dialect.OpenAiResponses,
        Operation.Messages => Dialect.Anthropic,
        Operation.GenerateContent => Dialect.Gemini,
        _ => null,
    };
}
