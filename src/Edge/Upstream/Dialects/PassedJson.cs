using System.Buffers;
using System.Text.Json;
using AiGateway.Core.Usage;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Pinning;
using AiGateway.Edge.Upstream.OpenAi;

namespace AiGateway.Edge.Upstream.Dialects;

/// <summary>Passes on an answer that holds no tokens of its own: a JSON object that reports no error.</summary>
internal sealed class PassedJson : IAnswerEdit
{
    public TokenUsage? Usage => default(TokenUsage);

    public ContentLog Content { get; } = new();

    public List<PinnedThing>? Made => null;

    public AnswerKind Read(ReadOnlySpan<byte> body)
    {
        try
        {
            var json = new Utf8JsonReader(body);
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
                return AnswerKind.Malformed;
            var error = false;
            while (json.NextMember())
            {
                error |= json.ValueTextEquals("error"u8);
                json.Read();
                json.Skip();
            }
            return error ? AnswerKind.Error : AnswerKind.Answer;
        }
        catch (JsonException)
        {
            return AnswerKind.Malformed;
        }
    }

    public void WriteTo(ReadOnlySpan<byte> body, IBufferWriter<byte> output) => output.Write(body);

    public void Dispose() => Content.Dispose();
}
