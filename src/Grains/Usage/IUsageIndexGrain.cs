using Orleans.Concurrency;

namespace AiGateway.Grains.Usage;

/// <summary>Which edges have ever written call logs, so that a reader knows whom to ask.</summary>
[Alias("aigw.IUsageIndexGrain")]
public interface IUsageIndexGrain : IGrainWithIntegerKey
{
    const long Key = 0;

    [Alias("register")]
    ValueTask Register(string edgeId);

    [Alias("edges"), ReadOnly]
    ValueTask<string[]> Edges();
}
