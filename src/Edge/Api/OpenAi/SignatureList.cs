namespace AiGateway.Edge.Api.OpenAi;

/// <summary>
/// The newest signatures of thoughts in a request. One account made all of a conversation, so a few say where it is; older ones
/// are left to the provider.
/// </summary>
internal sealed class SignatureList
{
    public const int MostKept = 16;

    private readonly SignatureAt[] _newest = new SignatureAt[MostKept];
    private int _added;

    public int Count => Math.Min(_added, MostKept);

    /// <summary>From the newest to the oldest.</summary>
    public SignatureAt this[int index] => _newest[(_added - 1 - index) % MostKept];

    public void Add(SignatureAt signature) => _newest[_added++ % MostKept] = signature;
}

/// <summary>Where a signature stands.</summary>
/// <param name="Value">The string in the body, quotes included.</param>
/// <param name="Message">Index of its message.</param>
internal readonly record struct SignatureAt(ByteRange Value, int Message);
