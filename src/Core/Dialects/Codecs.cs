using AiGateway.Core.Dialects.Anthropic;
using AiGateway.Core.Dialects.Bedrock;
using AiGateway.Core.Dialects.Gemini;
using AiGateway.Core.Dialects.OpenAiChat;
using AiGateway.Core.Dialects.OpenAiResponses;

namespace AiGateway.Core.Dialects;

/// <summary>The codec of each dialect.</summary>
public static class Codecs
{
    public static IReadOnlyList<IChatCodec> All { get; } =
        [OpenAiChatCodec.Instance, ResponsesCodec.Instance, AnthropicCodec.Instance, GeminiCodec.Instance, BedrockCodec.Instance];

    /// <exception cref="ArgumentOutOfRangeException">There is none for it.</exception>
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
