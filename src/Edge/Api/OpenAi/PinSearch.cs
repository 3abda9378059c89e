using System.Text.Json;

namespace AiGateway.Edge.Api.OpenAi;

/// <summary>Finds what only one account knows while messages are read token by token. Costs no memory where there is nothing of the kind.</summary>
internal struct PinSearch
{
    private Wanted _wanted;
    private int _detailsDepth;

    private enum Wanted
    {
        Nothing,
        Signature,
        File,
    }

    /// <summary>Signatures of thoughts; null while there are none.</summary>
    public SignatureList? Signatures { get; private set; }

    /// <summary>Ids of files; null while there are none.</summary>
    public List<PinnedAt>? Files { get; private set; }

    /// <summary>Takes one token.</summary>
    /// <param name="json">Stands at it.</param>
    /// <param name="message">Index of the message it is in.</param>
    public void Take(ref Utf8JsonReader json, int message)
    {
        if (json.TokenType == JsonTokenType.PropertyName)
        {
            TakeName(json.ValueSpan, json.CurrentDepth);
            return;
        }
        if (_wanted == Wanted.Nothing)
            return;
        if (json.IsNonEmptyString() && _wanted == Wanted.Signature)
            (Signatures ??= new SignatureList()).Add(new PinnedAt(json.Token(), message));
        else if (json.IsNonEmptyString())
            (Files ??= []).Add(new PinnedAt(json.Token(), message));
        _wanted = Wanted.Nothing;
    }

    private void TakeName(ReadOnlySpan<byte> name, int depth)
    {
        if (_detailsDepth > 0 && depth <= _detailsDepth)
            _detailsDepth = 0;
        _wanted = name.SequenceEqual("file_id"u8) ? Wanted.File
            : SignatureMembers.Is(name) || (_detailsDepth > 0 && SignatureMembers.IsDetail(name)) ? Wanted.Signature
            : Wanted.Nothing;
        if (SignatureMembers.IsDetails(name))
            _detailsDepth = depth;
    }
}

/// <summary>Where something stands that only one account knows.</summary>
/// <param name="Value">The string in the body, quotes included.</param>
/// <param name="Message">Index of its message.</param>
internal readonly record struct PinnedAt(ByteRange Value, int Message);
