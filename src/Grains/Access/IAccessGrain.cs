using Orleans.Concurrency;

namespace AiGateway.Grains.Access;

/// <summary>Keeps who has access to the management plane, as one document that is replaced as a whole.</summary>
[Alias("aigw.IAccessGrain")]
public interface IAccessGrain : IGrainWithIntegerKey
{
    const long Key = 0;

    /// <summary>The document; null when the caller already has <paramref name="knownVersion"/>.</summary>
    [Alias("get"), ReadOnly]
    ValueTask<AccessSnapshot?> Get(long knownVersion);

    /// <summary>Replaces the document, if it still has <paramref name="expectedVersion"/>.</summary>
    /// <returns>Whether it did.</returns>
    [Alias("replace")]
    ValueTask<bool> Replace(string json, long expectedVersion);
}

/// <summary>Who has access.</summary>
/// <param name="Version">From 1; 0 before the first change.</param>
/// <param name="Json">An <see cref="Core.Access.AccessDocument"/>.</param>
[GenerateSerializer, Immutable, Alias("aigw.AccessSnapshot")]
public sealed record AccessSnapshot([property: Id(0)] long Version, [property: Id(1)] string Json)
{
    /// <summary>Not what it holds.</summary>
    public override string ToString() => $"access {Version}";
}
