using Orleans.Concurrency;

namespace AiGateway.Grains.Access;

/// <summary>Keeps the keys that sessions are protected with, so that any edge knows what another has made. Each is sealed by the edges.</summary>
[Alias("aigw.IKeyRingGrain")]
public interface IKeyRingGrain : IGrainWithIntegerKey
{
    const long Key = 0;

    /// <summary>All keys, as XML.</summary>
    [Alias("read"), ReadOnly]
    ValueTask<string[]> Read();

    [Alias("add")]
    ValueTask Add(string xml);
}
