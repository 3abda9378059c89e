using AiGateway.Core.Limits;
using AiGateway.Grains.Cluster;
using AiGateway.Grains.Limits;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Orleans.Hosting;
using Orleans.Storage;
using Orleans.TestingHost;

namespace AiGateway.Grains.Tests.Hosting;

/// <summary>Two silos in this process with one store, and a clock for the grains that only the test moves.</summary>
public class GatewayCluster : IAsyncLifetime
{
    private const int Seed = 17;

    private readonly InProcessTestCluster _cluster;

    public GatewayCluster()
    {
        var builder = new InProcessTestClusterBuilder(initialSilosCount: 2);
        builder.ConfigureHost(host => host.Logging.ClearProviders());
        // Only when it is started: a test may have given it another's clock and store.
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddCoreWireFormat();
            silo.Services.AddSingleton<TimeProvider>(Time);
            silo.Services.UseTimeProviderForBackgroundAreas(TimeProvider.System);
            silo.Services.AddTransient(_ => new Random(Seed));
            if (StoreClock is { } clock)
                silo.Services.AddSingleton(clock);
            silo.AddLimitOwners(LeaseTerms.Default);
            silo.AddIncomingGrainCallFilter(async call =>
            {
                await BeforeCall(call);
                await call.Invoke();
            });
            foreach (var name in new[] { GrainStorageNames.Gateway, GrainStorageNames.Recent, GrainStorageNames.Objects, GrainStorageNames.Signatures, GrainStorageNames.Responses })
                silo.Services.AddKeyedSingleton<IGrainStorage>(name, Store);
        });
        builder.ConfigureClient(client => client.Services.AddCoreWireFormat());
        _cluster = builder.Build();
    }

    internal FakeTimeProvider Time { get; init; } = new(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));

    internal IStoreClock? StoreClock { get; init; }

    /// <summary>What each call of a grain waits for, or fails with, before it is made.</summary>
    internal Func<IIncomingGrainCallContext, Task> BeforeCall { get; set; } = static _ => Task.CompletedTask;

    internal TestStore Store { get; init; } = new();

    internal IGrainFactory Grains => _cluster.Client;

    internal IServiceProvider ClientServices => _cluster.Client.ServiceProvider;

    internal IEnumerable<IServiceProvider> SiloServices => _cluster.Silos.Select(silo => silo.ServiceProvider);

    public async ValueTask InitializeAsync() => await _cluster.DeployAsync();

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends the grain's activation in good order; the next call makes a new one from the store.</summary>
    internal Task Deactivate(IAddressable grain) => _cluster.DeactivateAsync(grain);

    internal SiloAddress SiloOf(IAddressable grain)
    {
        Assert.True(_cluster.TryGetGrainContext(grain.GetGrainId(), out var context));
        return context.Address.SiloAddress!;
    }

    /// <summary>Moves a grain to the silo it is not on.</summary>
    internal async Task Migrate(IAddressable grain)
    {
        var here = SiloOf(grain);
        var there = _cluster.Silos.First(silo => !silo.SiloAddress.Equals(here)).SiloAddress;
        await _cluster.MigrateAsync(grain, there).WaitAsync(TimeSpan.FromSeconds(10));
    }

    /// <summary>Kills the silo the grain lives on, without a word to anyone.</summary>
    internal Task KillSiloOf(IAddressable grain)
    {
        var address = SiloOf(grain);
        return _cluster.KillSiloAsync(_cluster.Silos.First(silo => silo.SiloAddress.Equals(address)));
    }

    internal async Task StartSilo() => await _cluster.StartAdditionalSiloAsync();
}
