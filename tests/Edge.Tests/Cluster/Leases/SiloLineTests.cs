using AiGateway.Core.Catalog;
using AiGateway.Edge.Catalog;
using AiGateway.Edge.Cluster.Leases;
using AiGateway.Edge.Tests.Fakes;
using AiGateway.Grains.Limits;

namespace AiGateway.Edge.Tests.Cluster.Leases;

public sealed class SiloLineTests : IDisposable
{
    private const int AtOnce = 4;

    private readonly Bench _bench = new(new LimitSpec { RequestsPerMinute = 5 });
    private readonly CancellationTokenSource _stop = new();
    private readonly List<IReadOnlyList<EntityLease>> _batches = [];
    private readonly List<TaskCompletionSource> _answers = [];
    private readonly SiloLine _line;

    public SiloLineTests() => _line = new SiloLine("silo", Send, _bench.Time);

    public void Dispose() => _stop.Dispose();

    [Fact]
    public async Task A_report_does_not_wait_for_the_answer_to_another()
    {
        var running = _line.Run(_stop.Token);
        var (a, b) = (New("a"), New("b"));
        _line.Add(a);
        await Batches(1);
        _line.Add(b);
        await Batches(2);

        Assert.Equal([[a], [b]], _batches);
        await Stop(running);
    }

    [Fact]
    public async Task What_comes_while_many_batches_are_under_way_leaves_together_with_the_next()
    {
        var running = _line.Run(_stop.Token);
        await Fill();
        var (a, b) = (New("a"), New("b"));
        _line.Add(a);
        _line.Add(b);
        Assert.Equal(AtOnce, Count);
        Answer(1);
        await Batches(AtOnce + 1);

        Assert.Equal([a, b], _batches[^1]);
        await Stop(running);
    }

    [Fact]
    public async Task Batches_that_take_longer_than_a_moment_are_overtaken()
    {
        var running = _line.Run(_stop.Token);
        await Fill();
        _line.Add(New("late"));
        await Eventually.Holds(() => Count == AtOnce + 1, () => _bench.Time.Advance(TimeSpan.FromMilliseconds(20)));

        Assert.All(_answers, answer => Assert.False(answer.Task.IsCompleted));
        await Stop(running);
    }

    [Fact]
    public async Task No_batch_is_larger_than_a_desk_takes()
    {
        for (var i = 0; i < (2 * ILimitDeskGrain.MostReports) + 1; i++)
            _line.Add(_bench.Lease);
        var running = _line.Run(_stop.Token);
        await Batches(3);

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

    private async Task Fill()
    {
        for (var batch = 1; batch <= AtOnce; batch++)
        {
            _line.Add(New("early"));
            await Batches(batch);
        }
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
