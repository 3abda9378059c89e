using System.Text.Json;
using AiGateway.Core.Usage;
using AiGateway.Edge.Api.OpenAi;

namespace AiGateway.Edge.Upstream.OpenAi;

/// <summary>
/// What one event of a streamed response, or one whole response, says; found in a single pass. Serves one body after another.
/// All ranges are of the body last read.
/// </summary>
/// <param name="whole">True for a response that is not streamed.</param>
internal sealed class ResponseScan(bool whole)
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 256 };

    /// <summary>The event's own name, without quotes; empty when it has none.</summary>
    public ByteRange Type { get; private set; }

    /// <summary>Its place in the stream; null when it does not say.</summary>
    public long? Sequence { get; private set; }

    /// <summary>The response's id, quotes included; empty when absent.</summary>
    public ByteRange Id { get; private set; }

    /// <summary>The value of the response's <c>model</c>; empty when absent.</summary>
    public ByteRange Model { get; private set; }

    /// <summary>The response's <c>status</c>, without quotes; empty when absent.</summary>
    public ByteRange Status { get; private set; }

    /// <summary>True when there is a list of what was made, be it empty.</summary>
    public bool HasOutput { get; private set; }

    public TokenUsage? Usage { get; private set; }

    /// <summary>What is reported instead of an answer, or beside one that failed; empty when nothing is.</summary>
    public ByteRange Error { get; private set; }

    /// <summary>The kind of the item the event is about, without quotes; empty when it is about none.</summary>
    public ByteRange ItemType { get; private set; }

    /// <summary>True when the event brings a piece of text or media.</summary>
    public bool HasPiece { get; private set; }

    /// <summary>Text in it, still escaped, without quotes.</summary>
    public List<ByteRange> Content { get; } = [];

    /// <summary>UTF-8 bytes of that text.</summary>
    public int ContentBytes { get; private set; }

    /// <summary>Thoughts in it that are encrypted, quotes included.</summary>
    public List<ByteRange> Signatures { get; } = [];

    /// <summary>Ids of the machines that the provider's tools ran code on, quotes included.</summary>
    public List<ByteRange> Containers { get; } = [];

    /// <summary>Edits every client needs.</summary>
    public SpliceList Repairs { get; } = new();

    /// <summary>False when the bytes are no JSON object. Never throws.</summary>
    public bool TryRead(ReadOnlySpan<byte> body)
    {
        Clear();
        try
        {
            return Read(body);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private bool Read(ReadOnlySpan<byte> body)
    {
        var json = new Utf8JsonReader(body, Options);
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject)
            return false;
        if (whole)
            ReadResponse(ref json);
        else
            ReadEvent(ref json);
        while (json.Read())
        {
            // What follows must still be well-formed.
        }
        return true;
    }

    private void ReadEvent(ref Utf8JsonReader json)
    {
        while (json.NextMember())
        {
            var name = json.ValueSpan;
            json.Read();
            if (name.SequenceEqual("type"u8))
                Type = Inner(ref json);
            else if (name.SequenceEqual("sequence_number"u8))
                Sequence = json.TokenType == JsonTokenType.Number && json.TryGetInt64(out var number) ? number : null;
            else if (name.SequenceEqual("response"u8) && json.TokenType == JsonTokenType.StartObject)
                ReadResponse(ref json);
            else if (name.SequenceEqual("item"u8))
                ReadItems(ref json, text: false);
            else if (name.SequenceEqual("delta"u8))
                AddText(ref json);
            else if (name.SequenceEqual("partial_image_b64"u8))
                HasPiece = json.IsNonEmptyString();
            else if (name.SequenceEqual("error"u8))
                ReadError(ref json);
            json.Skip();
        }
    }

    private void ReadResponse(ref Utf8JsonReader json)
    {
        while (json.NextMember())
        {
            var name = json.ValueSpan;
            json.Read();
            if (name.SequenceEqual("id"u8) && json.IsNonEmptyString())
                Id = json.Token();
            else if (name.SequenceEqual("model"u8))
                Model = json.SkipValue();
            else if (name.SequenceEqual("status"u8))
                Status = Inner(ref json);
            else if (name.SequenceEqual("usage"u8) && json.TokenType == JsonTokenType.StartObject)
                Usage = UsageJson.Read(ref json);
            else if (name.SequenceEqual("error"u8))
                ReadError(ref json);
            else if (name.SequenceEqual("output"u8))
                ReadOutput(ref json);
            json.Skip();
        }
    }

    private void ReadOutput(ref Utf8JsonReader json)
    {
        HasOutput = json.TokenType == JsonTokenType.StartArray;
        // In a stream its text has come piece by piece.
        ReadItems(ref json, text: whole);
    }

    private void ReadItems(ref Utf8JsonReader json, bool text)
    {
        var depth = json.CurrentDepth;
        var single = json.TokenType == JsonTokenType.StartObject;
        if (json.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
            return;
        while (json.Read() && json.CurrentDepth > depth)
        {
            if (json.TokenType != JsonTokenType.PropertyName)
                continue;
            var name = json.ValueSpan;
            var isKind = single && json.CurrentDepth == depth + 1 && name.SequenceEqual("type"u8);
            // A list or object that follows is gone through like everything else.
            json.Read();
            if (isKind)
                ItemType = Inner(ref json);
            else if (SignatureMembers.Is(name) && json.IsNonEmptyString())
                Signatures.Add(json.Token());
            else if (name.SequenceEqual("container_id"u8) && json.IsNonEmptyString())
                Containers.Add(json.Token());
            else if (text && (name.SequenceEqual("text"u8) || name.SequenceEqual("arguments"u8) || name.SequenceEqual("refusal"u8)))
                AddText(ref json);
        }
    }

    private void ReadError(ref Utf8JsonReader json)
    {
        var reported = json.TokenType == JsonTokenType.StartObject || json.IsNonEmptyString();
        var value = json.SkipValue();
        Error = reported ? value : Error;
    }

    private void AddText(ref Utf8JsonReader json)
    {
        if (!json.IsNonEmptyString())
            return;
        HasPiece = true;
        ContentBytes += json.ValueIsEscaped ? JsonText.UnescapedLength(json.ValueSpan) : json.ValueSpan.Length;
        Content.Add(new ByteRange((int)json.TokenStartIndex + 1, json.ValueSpan.Length));
    }

    private static ByteRange Inner(ref Utf8JsonReader json) =>
        json.IsNonEmptyString() ? new ByteRange((int)json.TokenStartIndex + 1, json.ValueSpan.Length) : default;

    private void Clear()
    {
        Type = Id = Model = Status = Error = ItemType = default;
        Sequence = null;
        Usage = null;
        HasOutput = HasPiece = false;
        ContentBytes = 0;
        Content.Clear();
        Signatures.Clear();
        Containers.Clear();
        Repairs.Clear();
    }
}
