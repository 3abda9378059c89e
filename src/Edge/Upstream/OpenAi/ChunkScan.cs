using System.Text.Json;
using AiGateway.Core.Usage;
using AiGateway.Edge.Api.OpenAi;

namespace AiGateway.Edge.Upstream.OpenAi;

/// <summary>
/// What one chunk of a stream, or one whole answer, says; found in a single pass. Serves one body after another and allocates nothing on the way.
/// All ranges are of the body last read.
/// </summary>
/// <param name="whole">True for answers that are not streamed.</param>
internal sealed class ChunkScan(bool whole)
{
    // Annotations and tool schemas nest deeper than requests may.
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 256 };

    private int _usageRank;

    public bool Whole { get; } = whole;

    /// <summary>Turn arrays of floats under <c>data[].embedding</c> into base64.</summary>
    public bool EncodeEmbeddings { get; set; }

    /// <summary>Note what another target needs to know to go on: <see cref="Id"/>, <see cref="Text"/>.</summary>
    public bool KeepsText { get; set; }

    /// <summary>Take the role out of deltas: one that goes on with an answer must not begin it again.</summary>
    public bool DropsRole { get; set; }

    /// <summary>The value of <c>id</c>, quotes included, while <see cref="KeepsText"/>; empty when absent.</summary>
    public ByteRange Id { get; private set; }

    /// <summary>The value of <c>model</c>; empty when absent.</summary>
    public ByteRange Model { get; private set; }

    public ChoicesShape Choices { get; set; }

    /// <summary>The value of <c>choices</c>, to be replaced when it is null.</summary>
    public ByteRange ChoicesValue { get; private set; }

    /// <summary>True when <c>data</c> is an array, as in a list of embeddings.</summary>
    public bool HasData { get; private set; }

    /// <summary>True when some text, tool call, sound or picture is in it, not just a role.</summary>
    public bool HasContent { get; set; }

    /// <summary>UTF-8 bytes of the text in it: content, reasoning, refusals, tool names and arguments.</summary>
    public int ContentBytes { get; private set; }

    /// <summary>That text, still escaped, without quotes.</summary>
    public List<ByteRange> Content { get; } = [];

    /// <summary>The part of it that is content proper, while <see cref="KeepsText"/>.</summary>
    public List<ByteRange> Text { get; } = [];

    /// <summary>True when there is some that cannot be told as text: tool calls, refusals, media, lists of parts.</summary>
    public bool HasOther { get; set; }

    /// <summary>Signatures of thoughts in it, quotes included; null while none ever was.</summary>
    public List<ByteRange>? Signatures { get; private set; }

    /// <summary>Bit i: choice i occurs.</summary>
    public UInt128 Seen { get; private set; }

    /// <summary>Bit i: choice i has its finish reason.</summary>
    public UInt128 Finished { get; private set; }

    /// <summary>True when a finish reason says that the provider gave up.</summary>
    public bool GaveUp { get; set; }

    public TokenUsage? Usage { get; private set; }

    /// <summary>The value of <c>usage</c>; empty when absent.</summary>
    public ByteRange UsageValue { get; private set; }

    /// <summary>The member <c>usage</c> and the comma to take out with it; empty when absent.</summary>
    public ByteRange UsageMember { get; private set; }

    /// <summary>What the provider reports instead of an answer; empty when it does not.</summary>
    public ByteRange Error { get; private set; }

    /// <summary>Index of the brace that opens the body, and the number of its members.</summary>
    public int Start { get; private set; }

    public int Members { get; private set; }

    /// <summary>Edits every client needs, whatever it asked for.</summary>
    public SpliceList Repairs { get; } = new();

    /// <summary>False when the bytes are no JSON object, or one that cannot be a chunk. Never throws.</summary>
    public bool TryRead(ReadOnlySpan<byte> body)
    {
        Clear();
        try
        {
            return Read(body);
        }
        catch (JsonException)
        {
            return false;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair where text had to be compared.
            return false;
        }
    }

    public void AddText(ref Utf8JsonReader json)
    {
        if (!json.IsNonEmptyString())
            return;
        HasContent = true;
        ContentBytes += json.ValueIsEscaped ? JsonText.UnescapedLength(json.ValueSpan) : json.ValueSpan.Length;
        Content.Add(new ByteRange((int)json.TokenStartIndex + 1, json.ValueSpan.Length));
    }

    /// <summary>The figures with the highest <paramref name="rank"/> stand: the same ones often come in several places.</summary>
    public void AddUsage(ref Utf8JsonReader json, int rank)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return;
        }

        if (UsageJson.Read(ref json) is { } usage && rank > _usageRank)
        {
            Usage = usage;
            _usageRank = rank;
        }
    }

    /// <summary>Looks for signatures in the value of a member whose name is none the gateway reads, and moves to its end.</summary>
    public void Skip(ref Utf8JsonReader json, scoped ReadOnlySpan<byte> name)
    {
        if (SignatureMembers.Is(name) && json.IsNonEmptyString())
            Add(json.Token());
        else if (SignatureMembers.IsDetails(name) || name.SequenceEqual("extra_content"u8) || name.SequenceEqual("thinking_blocks"u8))
            Collect(ref json, SignatureMembers.IsDetails(name));
        else
            json.Skip();
    }

    /// <summary>False for an index no request can have asked for.</summary>
    public bool AddChoice(int index, bool finished)
    {
        if (index is < 0 or > 127)
            return false;
        Seen |= UInt128.One << index;
        if (finished)
            Finished |= UInt128.One << index;
        return true;
    }

    private bool Read(ReadOnlySpan<byte> body)
    {
        var json = new Utf8JsonReader(body, Options);
        json.Read();
        var list = json.TokenType == JsonTokenType.StartArray;
        if (list)
            json.Read();
        if (json.TokenType != JsonTokenType.StartObject)
            return false;

        Start = (int)json.TokenStartIndex;
        var flatError = false;
        while (json.NextMember())
        {
            if (!ReadMember(ref json, body, ref flatError))
                return false;
            Members++;
        }

        if (flatError && Error.IsEmpty)
            Error = ByteRange.Between(Start, json.BytesConsumed);
        while (json.Read())
        {
            // What follows must still be well-formed.
        }

        // Gemini wraps an error, and nothing else, in an array.
        return !list || !Error.IsEmpty;
    }

    private bool ReadMember(ref Utf8JsonReader json, ReadOnlySpan<byte> body, ref bool flatError)
    {
        var name = json.ValueSpan;
        var nameStart = json.TokenStartIndex;
        json.Read();
        if (name.SequenceEqual("choices"u8))
            return ReadChoices(ref json, body);
        if (name.SequenceEqual("model"u8))
        {
            Model = json.SkipValue();
        }
        else if (name.SequenceEqual("usage"u8))
        {
            var start = json.TokenStartIndex;
            AddUsage(ref json, rank: 3);
            UsageValue = ByteRange.Between(start, json.BytesConsumed);
            UsageMember = JsonMember.Removal(body, nameStart, json.BytesConsumed, earlierStays: Members > 0);
        }
        else if (KeepsText && name.SequenceEqual("id"u8))
        {
            Id = json.TokenType == JsonTokenType.String ? json.Token() : default;
            json.Skip();
        }
        else if (name.SequenceEqual("error"u8))
        {
            var reported = json.TokenType == JsonTokenType.StartObject || json.IsNonEmptyString();
            var value = json.SkipValue();
            Error = reported ? value : default;
        }
        else if (name.SequenceEqual("object"u8))
        {
            flatError |= json.TokenType == JsonTokenType.String && json.ValueTextEquals("error"u8);
            json.Skip();
        }
        else if (name.SequenceEqual("data"u8) && Whole)
        {
            HasData = json.TokenType == JsonTokenType.StartArray;
            EmbeddingScan.Read(ref json, body, this);
        }
        else if (name.SequenceEqual("x_groq"u8) && json.TokenType == JsonTokenType.StartObject)
        {
            ReadGroq(ref json);
        }
        else
        {
            json.Skip();
        }

        return true;
    }

    private bool ReadChoices(ref Utf8JsonReader json, ReadOnlySpan<byte> body)
    {
        if (json.TokenType == JsonTokenType.Null)
        {
            Choices = ChoicesShape.Null;
            ChoicesValue = json.Token();
            return true;
        }

        return ChoiceScan.Read(ref json, body, this);
    }

    /// <summary>No other account could go on with an answer that holds one.</summary>
    private void Add(ByteRange signature)
    {
        (Signatures ??= []).Add(signature);
        HasOther = true;
    }

    private void Collect(ref Utf8JsonReader json, bool details)
    {
        var found = Signatures;
        SignatureMembers.Collect(ref json, details, ref found);
        Signatures = found;
        HasOther |= found is { Count: > 0 };
    }

    private void ReadGroq(ref Utf8JsonReader json)
    {
        while (json.NextMember())
        {
            var usage = json.ValueSpan.SequenceEqual("usage"u8);
            json.Read();
            if (usage)
                AddUsage(ref json, rank: 1);
            else
                json.Skip();
        }
    }

    private void Clear()
    {
        Id = Model = ChoicesValue = UsageValue = UsageMember = Error = default;
        Choices = ChoicesShape.Missing;
        HasData = HasContent = HasOther = GaveUp = false;
        ContentBytes = Start = Members = _usageRank = 0;
        Seen = Finished = UInt128.Zero;
        Usage = null;
        Content.Clear();
        Text.Clear();
        Signatures?.Clear();
        Repairs.Clear();
    }
}
