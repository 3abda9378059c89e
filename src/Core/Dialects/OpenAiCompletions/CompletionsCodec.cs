using System.Buffers;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.OpenAiCompletions;

/// <summary>
/// OpenAI's text completions, for clients whose provider knows chats only: the prompt becomes one turn of the user's. Providers that
/// know them are sent their clients' own bytes, so that there is no other half.
/// </summary>
public sealed class CompletionsCodec : IClientCodec
{
    /// <summary>Tokens of an answer to a request that does not say.</summary>
    public const int UsualCap = 16;

    public static readonly CompletionsCodec Instance = new();

    private CompletionsCodec()
    {
    }

    public string NameOf(RequestField field) => FieldNames.Of(field);

    public ChatRequest ReadRequest(ReadOnlySpan<byte> body) => RequestDocument.Read(body, RequestReader.Read);

    public void WriteAnswer(ChatAnswer answer, in AnswerTraits traits, IBufferWriter<byte> output) => AnswerWriter.Write(answer, traits, output);

    public IChatStreamWriter NewStreamWriter(in AnswerTraits traits) => new CompletionStreamWriter(traits);
}
