using AiGateway.Core.Limits;
using AiGateway.Grains.Limits;
using AiGateway.Grains.Tests.Hosting;

namespace AiGateway.Grains.Tests.Limits;

/// <summary>
/// Two activations of one grain at once, as a partition can leave them: two clusters that know nothing of each other have one
/// store and one time in common.
/// </summary>
public sealed class DuplicateOwnerTests : IAsyncLifetime
{
    private const int Bound = 100;

    private readonly GatewayCluster _one = new();
    private readonly GatewayCluster _other;

    public DuplicateOwnerTests() => _other = new GatewayCluster { Store = _one.Store, Time = _one.Time };

    public async ValueTask InitializeAsync() => await Task.WhenAll(_one.InitializeAsync().AsTask(), _other.InitializeAsync().AsTask());

    public async ValueTask DisposeAsync()
    {
        await _one.DisposeAsync();
        await _other.DisposeAsync();
    }

    [Fact]
    public async Task Two_owners_at_once_never_admit_more_than_one_would()
    {
        var limits = new LimitSet([new Limit(LimitDimension.RequestsPer10Seconds, Bound, Hard: true)]);
        var edges = new[] { _one, _other, _one, _other }
            .Select((cluster, i) => new AskingEdge($"edge-{i}", cluster.Grains.GetGrain<ILimitGrain>("consumer/twice"), _one.Time, limits)).ToList();
        var admitted = new List<long>();
        var replaced = 0;

        for (var step = 0; step < 1_200; step++)
        {
            foreach (var edge in edges)
            {
                try
                {
                    for (var calls = await edge.Take(2); calls > 0; calls--)
                        admitted.Add(step * 50L);
                }
                catch (LimitOwnerReplacedException)
                {
                    replaced++;
                }
            }
            _one.Time.Advance(TimeSpan.FromMilliseconds(50));
        }

        var most = admitted.Select((at, i) => admitted.Skip(i).TakeWhile(other => other < at + 10_000).Count()).Max();
        TestContext.Current.TestOutputHelper!.WriteLine($"{admitted.Count} admitted in 60 s by two owners who replaced each other {replaced} times; at most {most} in any 10 s of {Bound}");
        Assert.InRange(most, 1, Bound);
        Assert.True(replaced > 0, "The owners never met.");
        Assert.True(admitted.Count > Bound, "Nobody was served any more.");
    }
}
