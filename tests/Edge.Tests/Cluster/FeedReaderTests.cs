using AiGateway.Core.Grayscale;
using AiGateway.Core.Health;
using AiGateway.Edge.Cluster;
using AiGateway.Edge.Tests.Fakes;
using AiGateway.Grains.Catalog;
using AiGateway.Grains.Endpoints;
using AiGateway.Grains.Feed;
using AiGateway.Grains.Grayscale;
using AiGateway.Grains.Keys;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace AiGateway.Edge.Tests.Cluster;

public sealed class FeedReaderTests : IAsyncLifetime
{
    private static readonly TestCatalog Catalog = new("providers: [ { id: p, baseUrl: 'http://p/', keys: [ { id: k, secret: s } ] } ]");

    private readonly FakeTimeProvider _time = new();
    private readonly FakeFeed _feed = new();
    private readonly FakeCatalog _catalog = new() { Snapshot = Catalog.Snapshot };
    private readonly CatalogView _view = new();
    private readonly KeyViews _keys = new();
    private readonly RampViews _ramps = new();
    private readonly ControlPlaneContact _contact;
    private readonly FeedReader _reader;

    public FeedReaderTests()
    {
        _contact = new ControlPlaneContact(_time);
        var grains = FakeGrains.New().Add<IFeedGrain>(_ => _feed).Add<ICatalogGrain>(_ => _catalog);
        _reader = new FeedReader(grains.Factory, _view, _keys, _ramps, TestCatalog.Box, _contact, new RunningHost(), _time, NullLogger<FeedReader>.Instance);
    }

    public async ValueTask InitializeAsync() => await _reader.StartAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _reader.StopAsync(CancellationToken.None);
        _reader.Dispose();
    }

    [Fact]
    public async Task An_edge_takes_the_catalog_at_its_start()
    {
        await Eventually.Holds(() => _view.Version == 1);

        Assert.Contains("k", _view.Table!.Keys.Keys);
        Assert.NotNull(_contact.Age);
    }

    [Fact]
    public async Task A_key_state_does_not_wait_for_the_catalog_that_came_with_it()
    {
        await Eventually.Holds(() => _view.Version == 1);
        var slow = new TaskCompletionSource();
        (_catalog.Snapshot, _catalog.Before) = (Catalog.Snapshot with { Version = 2 }, slow.Task);

        await _feed.Push(Batch(1, catalog: 2, Dead(version: 1)));

        await Eventually.Holds(() => _keys["k"].Status.State == KeyHealthState.Dead);
        Assert.Equal(1, _view.Version);
        slow.SetResult();
        await Eventually.Holds(() => _view.Version == 2);
    }

    [Fact]
    public async Task Endpoints_come_the_same_way_and_keys_know_theirs()
    {
        await Eventually.Holds(() => _view.Version == 1);
        Assert.Same(_keys.Endpoint("p"), _keys["k"].Endpoint);

        await _feed.Push(Batch(1, catalog: 1) with { Endpoints = [new EndpointStatus { EndpointId = "p", Epoch = 1, Version = 1, State = EndpointState.Open }] });

        await Eventually.Holds(() => _keys.Endpoint("p").Status.State == EndpointState.Open);
    }

    [Fact]
    public async Task Ramps_come_the_same_way_and_are_forgotten_with_their_models()
    {
        await Eventually.Holds(() => _view.Version == 1);
        await _feed.Push(Batch(1, catalog: 1) with { Ramps = [new RampStatus { ModelId = "m", Epoch = 1, Version = 1, Run = 1, State = RampState.Running, Share = 100 }] });
        await Eventually.Holds(() => _ramps["m"].Status.Share == 100);

        _catalog.Snapshot = Catalog.Snapshot with { Version = 2 };
        await _feed.Push(Batch(2, catalog: 2));

        await Eventually.Holds(() => _view.Version == 2);
        Assert.Equal(RampState.Waiting, _ramps["m"].Status.State);
    }

    [Fact]
    public async Task A_question_each_second_finds_what_no_push_brought()
    {
        await Eventually.Holds(() => _view.Version == 1);
        _feed.Answer = after => Task.FromResult(after.Sequence < 4 ? Batch(4, catalog: 1, Dead(version: 3)) : null);

        await Eventually.Holds(() => _keys["k"].Status.State == KeyHealthState.Dead, () => _time.Advance(TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public async Task It_asks_from_where_it_stands()
    {
        FeedPosition? asked = null;
        _feed.Answer = after =>
        {
            asked = after;
            return Task.FromResult<FeedBatch?>(null);
        };

        await _feed.Push(Batch(9, catalog: 1));

        await Eventually.Holds(() => asked == new FeedPosition(1, 9), () => _time.Advance(TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public async Task A_push_with_something_missing_before_it_counts_and_is_asked_for_again()
    {
        var asked = new List<FeedPosition>();
        _feed.Answer = after =>
        {
            lock (asked)
                asked.Add(after);
            return Task.FromResult<FeedBatch?>(null);
        };
        await _feed.Push(Batch(5, catalog: 1));
        await Eventually.Holds(() => Last() == 5, () => _time.Advance(TimeSpan.FromSeconds(1)));

        await _feed.Push(Batch(8, catalog: 1, Dead(version: 1)) with { From = 7, IsSnapshot = false });
        Assert.Equal(KeyHealthState.Dead, _keys["k"].Status.State);
        await _feed.Push(Batch(6, catalog: 1) with { From = 5, IsSnapshot = false });
        await Eventually.Holds(() => Last() == 6, () => _time.Advance(TimeSpan.FromSeconds(1)));

        long Last()
        {
            lock (asked)
                return asked.Count == 0 ? 0 : asked[^1].Sequence;
        }
    }

    [Fact]
    public async Task A_catalog_nobody_has_written_is_none()
    {
        _catalog.Snapshot = new CatalogSnapshot(0, "{}", "{}");
        var view = new CatalogView();
        using var reader = new FeedReader(
            FakeGrains.New().Add<IFeedGrain>(_ => _feed).Add<ICatalogGrain>(_ => _catalog).Factory,
            view, _keys, _ramps, TestCatalog.Box, new ControlPlaneContact(_time), new RunningHost(), _time, NullLogger<FeedReader>.Instance);

        await reader.StartAsync(TestContext.Current.CancellationToken);
        await reader.StopAsync(CancellationToken.None);

        Assert.Null(view.Table);
    }

    [Fact]
    public async Task A_question_that_fails_when_the_edge_stops_is_no_fault()
    {
        var (asked, answer) = (new TaskCompletionSource(), new TaskCompletionSource<FeedBatch?>());
        _feed.Answer = _ =>
        {
            asked.TrySetResult();
            return answer.Task;
        };
        await Eventually.Holds(() => asked.Task.IsCompleted, () => _time.Advance(TimeSpan.FromSeconds(1)));

        var stopping = _reader.StopAsync(CancellationToken.None);
        answer.SetException(new TimeoutException("The cluster did not answer."));
        await stopping;

        Assert.True(_reader.ExecuteTask!.IsCompletedSuccessfully, $"It ended {_reader.ExecuteTask.Status}.");
    }

    [Fact]
    public async Task A_feed_that_fails_is_asked_again()
    {
        await Eventually.Holds(() => _view.Version == 1);
        var failures = 0;
        _feed.Answer = _ => failures++ < 3
            ? Task.FromException<FeedBatch?>(new TimeoutException())
            : Task.FromResult<FeedBatch?>(Batch(2, catalog: 1, Dead(version: 2)));

        await Eventually.Holds(() => _keys["k"].Status.State == KeyHealthState.Dead, () => _time.Advance(TimeSpan.FromSeconds(1)));
        Assert.True(failures > 3);
    }

    [Fact]
    public async Task A_feed_that_is_gone_is_asked_again_before_the_first_question_has_failed()
    {
        await Eventually.Holds(() => _view.Version == 1);
        var questions = 0;
        _feed.Answer = _ => Interlocked.Increment(ref questions) == 1
            ? new TaskCompletionSource<FeedBatch?>().Task
            : Task.FromResult<FeedBatch?>(Batch(2, catalog: 1, Dead(version: 2)));

        await Eventually.Holds(() => _keys["k"].Status.State == KeyHealthState.Dead, () => _time.Advance(TimeSpan.FromMilliseconds(500)));
    }

    [Fact]
    public async Task Who_cannot_fetch_the_catalog_it_heard_of_has_not_caught_up()
    {
        await Eventually.Holds(() => _contact.CaughtUpAge is not null);
        (_catalog.Before, _feed.Answer) = (Task.FromException(new TimeoutException()), _ => Task.FromResult<FeedBatch?>(Batch(2, catalog: 2)));

        await Eventually.Holds(() => _contact.CaughtUpAge > TimeSpan.FromSeconds(10), () => _time.Advance(TimeSpan.FromSeconds(1)));
        _catalog.Before = Task.CompletedTask;
        await Eventually.Holds(() => _contact.CaughtUpAge < TimeSpan.FromSeconds(2), () => _time.Advance(TimeSpan.FromSeconds(1)));
    }

    private static FeedBatch Batch(long sequence, long catalog, params KeyStatus[] keys) =>
        new(0, new FeedPosition(1, sequence), IsSnapshot: true, catalog, keys);

    private static KeyStatus Dead(long version) => new() { KeyId = "k", Epoch = 1, Version = version, State = KeyHealthState.Dead };
}
