using AiGateway.Core.Dialects.Anthropic;
using AiGateway.Core.Dialects.Bedrock;
using AiGateway.Core.Dialects.Gemini;
using AiGateway.Core.Dialects.OpenAiChat;
using AiGateway.Core.Dialects.OpenAiCompletions;
using AiGateway.Core.Dialects.OpenAiResponses;

namespace AiGateway.Core.Dialects;

/// <summary>The codec of each dialect.</summary>
public static class Codecs
{
    /// <summary>Those that are translated both ways.</summary>
    public static IReadOnlyList<IChatCodec> All { get; } =
        [OpenAiChatCodec.Instance, ResponsesCodec.Instance, AnthropicCodec.Instance, GeminiCodec.Instance, BedrockCodec.Instance];

    /// <summary>What a call that came in a dialect is read and answered by.</summary>
    public static IClientCodec OfClient(Dialect dialect) => dialect == Dialect.OpenAiCompletions ? CompletionsCodec.Instance : Of(dialect);

    /// <exception cref="ArgumentOutOfRangeException">Nobody is asked in it in place of another.</exception>
    public static IChatCodec Of(Dialect dialect) => dialect switch
    {
        Dialect.OpenAiChat => OpenAiChatCodec.Instance,
        Dialect.OpenAiResponses => ResponsesCodec.Instance,
        Dialect.Anthropic => AnthropicCodec.Instance,
        Dialect.Gemini => GeminiCodec.Instance,
        Dialect.Bedrock => BedrockCodec.Instance,
        _ => throw new ArgumentOutOfRangeException(nameof(dialect), dialect, null),
    };

    /// <summary>Writes Google's streams for clients that ask for one JSON list instead of events.</summary>
    public static IChatStreamWriter NewListWriter(in AnswerTraits traits) => GeminiCodec.NewArrayWriter(traits);
}
