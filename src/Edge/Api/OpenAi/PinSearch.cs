using System.Text.Json;
using AiGateway.Core.Pinning;

namespace AiGateway.Edge.Api.OpenAi;

/// <summary>Finds what only one account knows while messages and tools are read token by token. Costs no memory where there is nothing of the kind.</summary>
internal struct PinSearch
{
    /// <summary>In no message.</summary>
    public const int NoItem = -1;

    private Wanted _wanted;
    private int _detailsDepth;
    private int _quoteDepth;

    private enum Wanted
    {
        Nothing,
        Signature,
        File,

        /// <summary>A list of files, which begins with its bracket.</summary>
        Files,

        /// <summary>A list of stores of files.</summary>
        Stores,

        /// <summary>A machine to run code on, if it is named and not described.</summary>
        Container,
    }

    /// <summary>Signatures of thoughts; null while there are none.</summary>
    public SignatureList? Signatures { get; private set; }

    /// <summary>Ids of objects; null while there are none.</summary>
    public List<PinnedAt>? Objects { get; private set; }

    /// <summary>Takes one token.</summary>
    /// <param name="json">Stands at it.</param>
    /// <param name="item">Index of the message it is in.</param>
    public void Take(ref Utf8JsonReader json, int item)
    {
        if (json.TokenType == JsonTokenType.PropertyName)
        {
            TakeName(json.ValueSpan, json.CurrentDepth);
            return;
        }
        if (_wanted == Wanted.Nothing)
            return;
        if (json.IsNonEmptyString() && _wanted == Wanted.Signature)
            (Signatures ??= new SignatureList()).Add(new PinnedAt(json.Token(), PinKind.Signature, item));
        else if (json.IsNonEmptyString() && (_wanted != Wanted.Container || IsContainer(ref json)))
            Add(json.Token(), KindOf(_wanted), item);
        if (_wanted is not (Wanted.Files or Wanted.Stores) || json.TokenType is not (JsonTokenType.StartArray or JsonTokenType.String))
            _wanted = Wanted.Nothing;
    }

    public void Add(ByteRange value, PinKind kind, int item = NoItem) => (Objects ??= []).Add(new PinnedAt(value, kind, item));

    private void TakeName(ReadOnlySpan<byte> name, int depth)
    {
        if (_detailsDepth > 0 && depth <= _detailsDepth)
            _detailsDepth = 0;
        if (_quoteDepth > 0 && depth <= _quoteDepth)
            _quoteDepth = 0;
        _wanted = name.SequenceEqual("file_id"u8) && _quoteDepth == 0 ? Wanted.File
            : name.SequenceEqual("file_ids"u8) ? Wanted.Files
            : name.SequenceEqual("vector_store_ids"u8) ? Wanted.Stores
            : name.SequenceEqual("container"u8) ? Wanted.Container
            : SignatureMembers.Is(name) || (_detailsDepth > 0 && SignatureMembers.IsDetail(name)) ? Wanted.Signature
            : Wanted.Nothing;
        if (SignatureMembers.IsDetails(name))
            _detailsDepth = depth;
        // What an earlier answer said it was taken from is read by nobody.
        if (_quoteDepth == 0 && (name.SequenceEqual("annotations"u8) || name.SequenceEqual("results"u8)))
            _quoteDepth = depth;
    }

    /// <summary>Arguments of tools may have a member of this name as well.</summary>
    private static bool IsContainer(ref Utf8JsonReader json)
    {
        try
        {
            return json.ValueIsEscaped ? json.GetString()!.StartsWith("cntr_", StringComparison.Ordinal) : json.ValueSpan.StartsWith("cntr_"u8);
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair is in nobody's id.
            return false;
        }
    }

    private static PinKind KindOf(Wanted wanted) => wanted switch { Wanted.Stores => PinKind.VectorStore, Wanted.Container => PinKind.Container, _ => PinKind.File };
}
