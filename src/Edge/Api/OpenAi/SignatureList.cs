namespace AiGateway.Edge.Api.OpenAi;

/// <summary>
/// The newest signatures of thoughts in a request. One account made all of a conversation, so a few say where it is; older ones
/// are left to the provider.
/// </summary>
internal sealed class SignatureList
{
    public const int MostKept = 16;

    private readonly PinnedAt[] _newest = new PinnedAt[MostKept];
    private int _added;

    public int Count => Math.Min(_added, MostKept);

    /// <summary>From the newest to the oldest.</summary>
    public PinnedAt this[int index] => _newest[(_added - 1 - index) % MostKept];

    public void Add(PinnedAt signature) => _newest[_added++ % MostKept] = signature;
}
