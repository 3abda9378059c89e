using AiGateway.Grains.Limits;
using AiGateway.Grains.Tests.Hosting;

namespace AiGateway.Grains.Tests.Limits;

/// <summary>A silo whose clock is not the store's.</summary>
public sealed class StoreClockTests : IAsyncLifetime
{
    private readonly GatewayCluster _cluster = new() { StoreClock = new Differing() };

    public async ValueTask InitializeAsync() => await _cluster.InitializeAsync();

    public async ValueTask DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task Takes_over_no_hard_limit_and_goes_on_with_soft_ones()
    {
        var soft = new Core.Limits.LimitSet([new(Core.Limits.LimitDimension.RequestsPerMinute, 10, Hard: false)]);

        var refusal = await Record.ExceptionAsync(() => new AskingEdge("edge", Owner("hard"), _cluster.Time, AskingEdge.TenAMinute).Take(1));

        Assert.Contains("synchronise", refusal!.Message, StringComparison.Ordinal);
        Assert.Equal(10, await new AskingEdge("edge", Owner("soft"), _cluster.Time, soft).Take(11));
    }

    private ILimitGrain Owner(string id) => _cluster.Grains.GetGrain<ILimitGrain>(LimitEntity.Consumer(id));

    private sealed class Differing : IStoreClock
    {
        public TimeSpan? Skew => TimeSpan.FromMilliseconds(251);
    }
}
