using System.Text.Json;
using AiGateway.Core.Usage;
using AiGateway.Edge.Api;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Upstream.OpenAi;

namespace AiGateway.Edge.Upstream.Media;

/// <summary>
/// What an answer that is no chat says, or one event of it, found in a single pass. Serves one body after another; all ranges are of the
/// body last read.
/// </summary>
/// <param name="operation">What was asked for: tells an answer from something else.</param>
internal sealed class MediaScan(Operation operation)
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 256 };

    private TokenUsage? _usage;
    private TokenUsage? _billed;
    private TokenUsage? _counted;

    /// <summary>The value of <c>model</c>, quotes included; empty when absent.</summary>
    public ByteRange Model { get; private set; }

    /// <summary>The value of <c>type</c>, without quotes; empty when absent.</summary>
    public ByteRange Type { get; private set; }

    /// <summary>True when the provider reports an error.</summary>
    public bool HasError { get; private set; }

    /// <summary>True when the member is there that holds what was asked for.</summary>
    public bool HasAnswer { get; private set; }

    /// <summary>The provider's figures, tokens; null when it counts otherwise, or says nothing.</summary>
    public TokenUsage? Usage => _usage ?? _billed ?? _counted;

    /// <summary>False for what is no JSON object, or a list that begins with one. Never throws.</summary>
    public bool TryRead(ReadOnlySpan<byte> body)
    {
        (Model, Type, HasError, HasAnswer, _usage, _billed, _counted) = (default, default, false, false, null, null, null);
        try
        {
            var json = new Utf8JsonReader(body, Options);
            json.Read();
            if (json.TokenType == JsonTokenType.StartArray)
                return IsListOfErrors(ref json);
            if (json.TokenType != JsonTokenType.StartObject)
                return false;
            while (json.NextMember())
                ReadMember(ref json);
            while (json.Read())
            {
                // What follows must still be well-formed.
            }
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Gemini wraps an error, and nothing else, in a list.</summary>
    private bool IsListOfErrors(ref Utf8JsonReader json) => HasError = json.Read() && json.TokenType == JsonTokenType.StartObject;

    private void ReadMember(ref Utf8JsonReader json)
    {
        var name = json.ValueSpan;
        json.Read();
        HasAnswer |= HoldsAnswer(name, json.TokenType);
        if (name.SequenceEqual("model"u8) && json.TokenType == JsonTokenType.String)
            Model = json.Token();
        else if (name.SequenceEqual("type"u8) && json.IsNonEmptyString())
            Type = new ByteRange((int)json.TokenStartIndex + 1, json.ValueSpan.Length);
        else if (name.SequenceEqual("error"u8))
            HasError |= json.TokenType == JsonTokenType.StartObject || json.IsNonEmptyString();
        else if (name.SequenceEqual("usage"u8) && json.TokenType == JsonTokenType.StartObject)
            _usage = UsageJson.Read(ref json);
        else if (name.SequenceEqual("meta"u8) && json.TokenType == JsonTokenType.StartObject)
            ReadMeta(ref json);
        if (json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            json.Skip();
    }

    /// <summary>Cohere's: what is billed goes before what was counted.</summary>
    private void ReadMeta(ref Utf8JsonReader json)
    {
        while (json.NextMember())
        {
            var (billed, counted) = (json.ValueSpan.SequenceEqual("billed_units"u8), json.ValueSpan.SequenceEqual("tokens"u8));
            json.Read();
            if (billed && json.TokenType == JsonTokenType.StartObject)
                _billed = UsageJson.Read(ref json);
            else if (counted && json.TokenType == JsonTokenType.StartObject)
                _counted = UsageJson.Read(ref json);
            else
                json.Skip();
        }
    }

    private bool HoldsAnswer(ReadOnlySpan<byte> name, JsonTokenType value) => operation switch
    {
        Operation.Transcriptions or Operation.Translations => value == JsonTokenType.String && name.SequenceEqual("text"u8),
        Operation.Moderations => value == JsonTokenType.StartArray && name.SequenceEqual("results"u8),
        Operation.Rerank => value == JsonTokenType.StartArray && (name.SequenceEqual("results"u8) || name.SequenceEqual("data"u8)),
        Operation.Speech => value == JsonTokenType.String && name.SequenceEqual("audio"u8),
        _ => value == JsonTokenType.StartArray && name.SequenceEqual("data"u8),
    };
}
