using AiGateway.Core.Catalog;
using AiGateway.Edge.Catalog;
using AiGateway.Edge.Cluster.Leases;
using AiGateway.Edge.Tests.Fakes;
using AiGateway.Grains.Limits;

namespace AiGateway.Edge.Tests.Cluster.Leases;

public sealed class SiloLineTests : IDisposable
{
    private readonly Bench _bench = new(new LimitSpec { RequestsPerMinute = 5 });
    private readonly CancellationTokenSource _stop = new();
    private readonly List<IReadOnlyList<EntityLease>> _batches = [];
    private readonly List<TaskCompletionSource> _answers = [];
    private readonly SiloLine _line;

    public SiloLineTests() => _line = new SiloLine("silo", Send, _bench.Time);

    public void Dispose() => _stop.Dispose();

    [Fact]
    public async Task What_comes_while_a_batch_is_under_way_leaves_together_with_the_next()
    {
        var (running, a, b, c) = (_line.Run(_stop.Token), New("a"), New("b"), New("c"));
        _line.Add(a);
        await Batches(1);
        _line.Add(b);
        _line.Add(c);
        Assert.Single(_batches);
        Answer(0);
        await Batches(2);

        Assert.Equal([[a], [b, c]], _batches);
        await Stop(running);
    }

    [Fact]
    public async Task A_batch_that_takes_longer_than_a_moment_is_overtaken()
    {
        var running = _line.Run(_stop.Token);
        _line.Add(New("a"));
        await Batches(1);
        _line.Add(New("b"));
        await Eventually.Holds(() => Count == 2, () => _bench.Time.Advance(TimeSpan.FromMilliseconds(20)));

        Assert.False(_answers[0].Task.IsCompleted);
        await Stop(running);
    }

    [Fact]
    public async Task No_batch_is_larger_than_a_desk_takes()
    {
        for (var i = 0; i < (2 * ILimitDeskGrain.MostReports) + 1; i++)
            _line.Add(_bench.Lease);
        var running = _line.Run(_stop.Token);
        for (var batch = 0; batch < 3; batch++)
        {
            await Batches(batch + 1);
            Answer(batch);
        }

        Assert.Equal([ILimitDeskGrain.MostReports, ILimitDeskGrain.MostReports, 1], _batches.Select(batch => batch.Count));
        await Stop(running);
    }

    [Fact]
    public void A_closed_line_takes_nothing_and_gives_back_what_has_not_left()
    {
        var a = New("a");
        Assert.True(_line.Add(a));

        Assert.Equal([a], _line.Close());
        Assert.False(_line.Add(a));
        Assert.Empty(_line.Close());
    }

    private int Count
    {
        get
        {
            lock (_batches)
                return _batches.Count;
        }
    }

    private Task Send(string silo, IReadOnlyList<EntityLease> batch)
    {
        Assert.Equal("silo", silo);
        lock (_batches)
        {
            _batches.Add(batch);
            _answers.Add(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            return _answers[^1].Task;
        }
    }

    private void Answer(int batch)
    {
        lock (_batches)
            _answers[batch].SetResult();
    }

    private Task Batches(int count) => Eventually.Holds(() => Count == count);

    private async Task Stop(Task running)
    {
        await _stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    private EntityLease New(string name) =>
        _bench.New(LimitedEntity.Of(name, new LimitSpec { RequestsPerMinute = 5 }, hard: true, version: 1)!, _ => { });
}
