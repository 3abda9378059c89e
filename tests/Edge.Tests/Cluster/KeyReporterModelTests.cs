using AiGateway.Core.Health;
using AiGateway.Edge.Cluster;
using AiGateway.Edge.Tests.Fakes;
using AiGateway.Grains.Cluster;
using AiGateway.Grains.Endpoints;
using AiGateway.Grains.Keys;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace AiGateway.Edge.Tests.Cluster;

/// <summary>What is seen of a model that fails alone, and who hears of it.</summary>
public sealed class KeyReporterModelTests : IAsyncLifetime
{
    private static readonly UpstreamFailure Outage = FailureClassifier.Transport(TransportFault.Reset);

    private readonly FakeTimeProvider _time = new();
    private readonly FakeKey _owner = new("k");
    private readonly KeyViews _views = new();
    private readonly KeyReporter _reporter;

    public KeyReporterModelTests()
    {
        var grains = FakeGrains.New().Add<IApiKeyGrain>(id => id == "k" ? _owner : new FakeKey(id)).Add<IEndpointGrain>(id => new FakeEndpoint(id));
        _reporter = new KeyReporter(grains.Factory, _views, _time, NullLogger<KeyReporter>.Instance);
        _views.Follow(new TestCatalog("providers: [ { id: p, baseUrl: 'http://p/', keys: [ { id: k1, secret: a }, { id: k2, secret: b } ] } ]").Table, Now);
    }

    private long Now => _time.MonotonicMs();

    public async ValueTask InitializeAsync() => await _reporter.StartAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _reporter.StopAsync(CancellationToken.None);
        _reporter.Dispose();
    }

    [Fact]
    public void A_model_that_fails_alone_here_is_left_alone_here_at_once_with_all_keys_that_fail_with_it()
    {
        foreach (var key in new[] { "k1", "k2" })
            KeyReporter.Succeeded(_views[key], "other");

        for (var i = 0; i < 5; i++)
            _reporter.Failed(_views[$"k{1 + (i % 2)}"], "m", Outage);

        Assert.True(_views.Endpoint("p").IsUsable(Now));
        foreach (var key in new[] { "k1", "k2" })
            Assert.Equal((false, true), (_views[key].IsUsable("m", Now), _views[key].IsUsable("other", Now)));
        _time.Advance(TimeSpan.FromMilliseconds(2_000));
        Assert.True(_views["k1"].IsUsable("m", Now) && _views["k2"].IsUsable("m", Now));
    }

    [Fact]
    public void What_was_begun_before_its_circuit_opened_does_not_keep_it_from_its_trial()
    {
        _views["k1"].Apply(new KeyStatus { KeyId = "k1", Epoch = 1, Version = 1, Models = [new ModelStatus { Model = "m", State = KeyHealthState.Open, UntilInMs = 700 }] }, Now);
        KeyReporter.Succeeded(_views["k1"], "other");

        for (var i = 0; i < 6; i++)
            _reporter.Failed(_views["k1"], "m", Outage);

        Assert.True(_views["k1"].IsOpenTo("m", Now));
    }

    [Fact]
    public async Task Of_models_whose_circuit_has_been_open_the_keys_owner_hears_successes_by_themselves()
    {
        _views["k"].Apply(new KeyStatus { KeyId = "k", Epoch = 1, Version = 1, Models = [new ModelStatus { Model = "m" }] }, Now);
        KeyReporter.Succeeded(_views["k"], "m");
        KeyReporter.Succeeded(_views["k"], "other");

        await Eventually.Holds(() => _owner.Reports.Count > 0, () => _time.Advance(TimeSpan.FromMilliseconds(250)));

        Assert.Equal(2, _owner.Reports[0].Successes);
        Assert.Equal(new ModelSuccesses("m", 1), Assert.Single(_owner.Reports[0].Models!));
    }
}
