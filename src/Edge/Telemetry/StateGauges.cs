using System.Diagnostics.Metrics;
using AiGateway.Core.Health;
using AiGateway.Edge.Catalog;
using AiGateway.Edge.Cluster;
using AiGateway.Hosting;

namespace AiGateway.Edge.Telemetry;

/// <summary>What this edge believes at the moment, looked up when somebody scrapes: nothing of it costs a call anything.</summary>
internal sealed class StateGauges(IMeterFactory meters, CatalogView catalog, KeyViews views, ControlPlaneContact contact) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var meter = meters.Create(GatewayTelemetry.Name);
        meter.CreateObservableGauge("aigateway.key.state", Keys, unit: null, "1 for the state each upstream key is in.");
        meter.CreateObservableGauge("aigateway.endpoint.state", Endpoints, unit: null, "1 for the state each provider's address is in.");
        meter.CreateObservableGauge("aigateway.control_plane.age", Age, "s", "Since this edge last heard of the control plane.");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private IEnumerable<Measurement<int>> Keys() =>
        from provider in catalog.Table?.Providers.Values ?? []
        from key in provider.Keys
        select new Measurement<int>(1,
            new("aigateway.key", key.Id), new("aigateway.provider", provider.Id), new("aigateway.state", StateOf(key).ToString()));

    /// <summary>One that the catalog disables has no owner who would say so.</summary>
    private KeyHealthState StateOf(ProviderKey key) => key.Disabled ? KeyHealthState.Disabled : views[key.Id].Status.State;

    private IEnumerable<Measurement<int>> Endpoints() =>
        from provider in catalog.Table?.Providers.Values ?? []
        select new Measurement<int>(1, new("aigateway.provider", provider.Id), new("aigateway.state", views.Endpoint(provider.Id).Status.State.ToString()));

    private IEnumerable<Measurement<double>> Age() => contact.Age is { } age ? [new Measurement<double>(age.TotalSeconds)] : [];
}
