using System.Text.Json;

namespace AiGateway.Core.Dialects;

/// <summary>
/// A piece of a streamed answer. A reader gives them in this order: one <see cref="ChatEventKind.Start"/>; then for each choice its
/// pieces as they come, calls of tools each begun before their arguments, and one <see cref="ChatEventKind.Finish"/> after its
/// last piece; <see cref="ChatEventKind.Usage"/> at any time, the last one counts; and <see cref="ChatEventKind.End"/> when the
/// dialect's own mark of a whole answer has come, nothing after it. An answer without an end has broken off.
/// </summary>
public readonly record struct ChatEvent(ChatEventKind Kind)
{
    /// <summary>Which of the answers, from 0.</summary>
    public int Choice { get; init; }

    /// <summary>Which call of a tool of its choice, from 0 in the order of their beginnings.</summary>
    public int Call { get; init; }

    /// <summary>
    /// Of text, reasoning, a refusal or arguments: the piece. Of a signature: its value. Of an error: the JSON that reported it.
    /// </summary>
    public string? Text { get; init; }

    /// <summary>Of the start: the provider's id of the answer. Of a call: its id, never empty.</summary>
    public string? Id { get; init; }

    /// <summary>Of the start: the provider's name of the model. Of a call: the function. Of media: its type.</summary>
    public string? Name { get; init; }

    /// <summary>Of the start: Unix time in seconds; 0 where the dialect does not say.</summary>
    public long Created { get; init; }

    public FinishReason Finish { get; init; }

    public ChatUsage? Usage { get; init; }

    /// <summary>Of a signature: whose it is.</summary>
    public Dialect Maker { get; init; }

    /// <summary>Of log probabilities: as OpenAI writes <c>logprobs</c> of a chunk. Of annotations: as the dialect wrote them.</summary>
    public JsonElement? Json { get; init; }

    public static ChatEvent Piece(ChatEventKind kind, string text, int choice = 0, int call = 0) => new(kind) { Text = text, Choice = choice, Call = call };

    public static ChatEvent Failed(string json) => new(ChatEventKind.Error) { Text = json };
}

/// <summary>What a <see cref="ChatEvent"/> says.</summary>
public enum ChatEventKind
{
    /// <summary>The answer begins: id, model and time.</summary>
    Start,
    Text,
    Refusal,

    /// <summary>A piece of the model's thoughts or their summary.</summary>
    Reasoning,

    /// <summary>The proof of the thoughts just given; ends them.</summary>
    ReasoningSignature,

    /// <summary>Thoughts that only their maker can read, whole.</summary>
    RedactedReasoning,

    /// <summary>A call of a tool begins: id and name, no arguments yet.</summary>
    ToolCall,

    /// <summary>A piece of the JSON text of a call's arguments.</summary>
    ToolArguments,

    /// <summary>The proof of the thoughts behind a call.</summary>
    ToolSignature,

    /// <summary>An image or sound the model has made: its type and its base64, whole.</summary>
    Media,
    Logprobs,
    Annotations,

    /// <summary>A choice is whole, and why it ended; <see cref="ChatEvent.Text"/> names the stop sequence where the dialect does.</summary>
    Finish,
    Usage,

    /// <summary>The answer is whole.</summary>
    End,

    /// <summary>The provider reported an error. Nothing follows.</summary>
    Error,
}
