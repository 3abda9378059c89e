using System.Collections.Concurrent;
using AiGateway.Core.Health;
using AiGateway.Edge.Cluster;
using AiGateway.Edge.Tests.Fakes;
using AiGateway.Edge.Tests.Pipeline;
using AiGateway.Grains.Endpoints;
using AiGateway.Grains.Keys;
using Microsoft.Extensions.Logging.Abstractions;

namespace AiGateway.Edge.Tests.Cluster;

public sealed class RehearsalTests
{
    private readonly ConcurrentDictionary<string, FakeKey> _owners = new();
    private readonly ConcurrentDictionary<string, FakeEndpoint> _endpoints = new();

    [Fact]
    public async Task Each_owner_hears_of_a_failure_that_changes_nothing()
    {
        var catalog = new TestCatalog(TestGateway.TwoKeys);
        var view = new CatalogView();
        view.Replace(catalog.Snapshot, catalog.Table);

        await Rehearse(view);

        Assert.Equal(["k1", "k2"], _owners.Keys.Order());
        var healthy = new KeyHealth();
        foreach (var failure in _owners.Values.SelectMany(owner => Assert.Single(owner.Reports).Failures))
            Assert.Same(healthy, healthy.Failed(failure.Failure, failure.Model, nowMs: 1_000, random: 0.5));
        var report = Assert.Single(Assert.Single(_endpoints.Values).Reports);
        Assert.Equal((0, 0), (report.Successes.Length, report.Faults.Length));
    }

    [Fact]
    public async Task Owners_that_do_not_answer_hold_nothing_up()
    {
        var catalog = new TestCatalog(TestGateway.TwoKeys);
        var view = new CatalogView();
        view.Replace(catalog.Snapshot, catalog.Table);
        foreach (var key in (string[])["k1", "k2"])
            Owner(key).Before = () => throw new TimeoutException("No answer.");

        await Rehearse(view);

        Assert.Equal(2, _owners.Values.Sum(owner => owner.Reports.Count));
    }

    private async Task Rehearse(CatalogView view)
    {
        var grains = FakeGrains.New().Add<IApiKeyGrain>(Owner).Add<IEndpointGrain>(id => _endpoints.GetOrAdd(id, static id => new FakeEndpoint(id)));
        using var rehearsal = new Rehearsal(grains.Factory, view, new RunningHost(), TimeProvider.System, NullLogger<Rehearsal>.Instance);
        await rehearsal.StartAsync(TestContext.Current.CancellationToken);
        await rehearsal.ExecuteTask!.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
    }

    private FakeKey Owner(string id) => _owners.GetOrAdd(id, static id => new FakeKey(id));
}
