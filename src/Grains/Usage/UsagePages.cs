using AiGateway.Core.Usage;

namespace AiGateway.Grains.Usage;

/// <summary>Which grain keeps which page.</summary>
public static class UsagePages
{
    public static IUsagePageGrain UsagePage(this IGrainFactory grains, RollupKey key) => key.Resolution == RollupResolution.Minute
        ? grains.GetGrain<IMinutePageGrain>(key.ToString())
        : grains.GetGrain<ILastingPageGrain>(key.ToString());
}
