using System.Diagnostics.Metrics;
using AiGateway.Core.Grayscale;
using AiGateway.Core.Health;
using AiGateway.Edge.Cluster;
using AiGateway.Edge.Tests.Fakes;
using AiGateway.Grains.Grayscale;
using AiGateway.Grains.Keys;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace AiGateway.Edge.Tests.Cluster;

public sealed class RampReporterTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new();
    private readonly FakeRamp _owner = new("team/chat");
    private readonly RampViews _views = new();
    private readonly KeyViews _keys = new();
    private readonly CatalogView _catalog = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly RampReporter _reporter;

    public RampReporterTests()
    {
        var catalog = new TestCatalog(RampCatalog.Yaml);
        _catalog.Replace(catalog.Snapshot, catalog.Table);
        _reporter = new RampReporter(
            FakeGrains.New().Add<IRampGrain>(_ => _owner).Factory, _catalog, _views, _keys, new EdgeIdentity("edge", 1), _services.GetRequiredService<IMeterFactory>(), _time,
            NullLogger<RampReporter>.Instance);
    }

    private RampSplit Split => _views["team/chat"].For(_catalog.Table!.Ramps[0]);

    public async ValueTask InitializeAsync() => await _reporter.StartAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _reporter.StopAsync(CancellationToken.None);
        _reporter.Dispose();
        await _services.DisposeAsync();
    }

    [Fact]
    public async Task It_tells_of_a_ramp_until_its_owner_knows_it()
    {
        await Told(() => _owner.Reports.Count >= 3);
        Assert.Equal(RampCatalog.Plan, _owner.Reports[0].Terms.Plan);
        _owner.Answer = RampCatalog.Status(100);

        await Told(() => Split.Share == 100);
        var told = _owner.Reports.Count;
        for (var i = 0; i < 5; i++)
            _time.Advance(TimeSpan.FromMilliseconds(250));
        Assert.Equal(told, _owner.Reports.Count);
    }

    [Fact]
    public async Task A_failure_of_the_canary_is_told_at_once_with_what_came_before_it()
    {
        _views.Apply(_owner.Answer = RampCatalog.Status(100));
        Split.Baseline!.CountFailure(passing: false);
        Split.Canary!.CountSuccess(null, 0, 0);
        Assert.Empty(_owner.Reports);

        Split.Canary.CountFailure(passing: false);

        await Eventually.Holds(() => _owner.Reports.Count == 1);
        Assert.Equal((2L, 1L, 1L), (_owner.Reports[0].Canary.Calls, _owner.Reports[0].Canary.Failures, _owner.Reports[0].Baseline.Failures));
    }

    [Fact]
    public async Task What_the_owner_answers_holds_here_at_once()
    {
        _views.Apply(RampCatalog.Status(100));
        _owner.Answer = RampCatalog.Status(0, version: 2, RampState.RolledBack);

        Split.Canary!.CountFailure(passing: false);

        await Eventually.Holds(() => _views["team/chat"].Status.IsRolledBack);
        Assert.Equal(0, Split.Share);
    }

    [Fact]
    public async Task A_failure_during_a_report_is_told_right_after_it()
    {
        _views.Apply(_owner.Answer = RampCatalog.Status(100));
        var answer = new TaskCompletionSource();
        _owner.Before = () => answer.Task;
        Split.Canary!.CountFailure(passing: false);
        await Eventually.Holds(() => _owner.Reports.Count == 1);

        Split.Canary.CountFailure(passing: false);
        answer.SetResult();

        await Eventually.Holds(() => _owner.Reports.Count == 2);
        Assert.Equal([1, 1], _owner.Reports.Select(report => report.Canary.Failures));
    }

    [Fact]
    public async Task A_report_that_failed_is_made_again_under_its_number()
    {
        _views.Apply(_owner.Answer = RampCatalog.Status(100));
        _owner.Before = () => Task.FromException(new TimeoutException());
        Split.Canary!.CountFailure(passing: false);
        await Eventually.Holds(() => _owner.Reports.Count == 1);
        _owner.Before = () => Task.CompletedTask;

        await Told(() => _owner.Reports.Count == 2);
        Assert.Equal(_owner.Reports[0].Sequence, _owner.Reports[1].Sequence);
    }

    [Fact]
    public async Task A_canary_whose_keys_are_all_out_of_use_is_told()
    {
        _views.Apply(_owner.Answer = RampCatalog.Status(100));
        _ = Split;
        _keys["b1"].Apply(new KeyStatus { KeyId = "b1", Epoch = 1, Version = 1, State = KeyHealthState.Dead }, 0);
        _time.Advance(TimeSpan.FromMilliseconds(250));
        _keys["b2"].Apply(new KeyStatus { KeyId = "b2", Epoch = 1, Version = 1, State = KeyHealthState.Probing, ProbedFrom = KeyHealthState.QuotaOut }, 0);

        await Told(() => _owner.Reports.Count > 0);

        Assert.True(_owner.Reports[0].CanaryHasNoKey);
    }

    [Fact]
    public void What_a_canary_gets_here_is_a_metric()
    {
        _views.Apply(RampCatalog.Status(100));
        var seen = new List<(string, double, object?)>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "aigateway.ramp.share" && ReferenceEquals(instrument.Meter.Scope, _services.GetRequiredService<IMeterFactory>()))
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => seen.Add((instrument.Name, value, tags[0].Value)));
        listener.Start();

        listener.RecordObservableInstruments();

        Assert.Equal(("aigateway.ramp.share", 0.01, "team/chat"), Assert.Single(seen));
    }

    private Task Told(Func<bool> condition) => Eventually.Holds(condition, () => _time.Advance(TimeSpan.FromMilliseconds(250)));
}
