using AiGateway.Core.Catalog;
using AiGateway.Core.Health;
using AiGateway.Edge.Catalog;
using AiGateway.Grains.Cluster;
using AiGateway.Grains.Endpoints;
using AiGateway.Grains.Keys;

namespace AiGateway.Edge.Cluster;

/// <summary>
/// Brings keys, keys for a model, and endpoints back: asks the owner of each whose time has come for the right to try it, which
/// one edge in the whole cluster gets. The try rides on a real call if one comes along soon, and is a cheap call of its own
/// otherwise. An edge that has lost the control plane tries nothing.
/// </summary>
internal sealed partial class ProbeLoop(
    IGrainFactory grains, CatalogView catalog, KeyViews views, ControlPlaneContact contact, EdgeIdentity edge, KeyReporter reporter,
    ProbeCall call, TimeProvider time, ILogger<ProbeLoop> logger) : BackgroundService
{
    /// <summary>With <see cref="WaitForCall"/> well below the second within which what is due is to be back.</summary>
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan WaitForCall = TimeSpan.FromMilliseconds(500);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                Look(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private void Look(CancellationToken stop)
    {
        if (catalog.Table is not { } table)
            return;
        var now = time.MonotonicMs();
        foreach (var provider in table.Providers.Values.Where(p => p.Kind != ProviderKind.Demo))
        {
            var endpoint = views.Endpoint(provider.Id);
            // A throttle may have ended by time alone.
            endpoint.Count(now);
            if (contact.IsLostAt(now))
                continue;
            if (endpoint.IsProbeDue(now) && endpoint.Probe.TryStartAsking())
                _ = TryEndpoint(table, provider, endpoint.Probe, stop);
            // While the provider itself is out, its keys would only be tried in vain.
            if (endpoint.IsUsable(now))
                TryKeys(table, provider, now, stop);
        }
    }

    private void TryKeys(RoutingTable table, ProviderEntry provider, long now, CancellationToken stop)
    {
        foreach (var key in provider.Keys.Where(k => !k.Disabled))
        {
            var view = views[key.Id];
            if (view.IsProbeDue(now) && view.Probe.TryStartAsking())
                _ = TryKey(table, provider, key, view, stop);
            foreach (var model in view.Models)
            {
                if (model.IsProbeDue(now) && view.IsOpenTo(model.Model, now) && model.Probe.TryStartAsking())
                    _ = TryModel(table, provider, key, model, stop);
            }
        }
    }

    private Task TryKey(RoutingTable table, ProviderEntry provider, ProviderKey key, KeyView view, CancellationToken stop) =>
        Try(view.Probe, key.Id, table, provider, key, () => grains.GetGrain<IApiKeyGrain>(key.Id).RequestProbe(edge.Id), stop);

    private Task TryModel(RoutingTable table, ProviderEntry provider, ProviderKey key, ModelView view, CancellationToken stop) => Try(
        view.Probe, $"{key.Id} for {view.Model}", table, provider, key, () => grains.GetGrain<IApiKeyGrain>(key.Id).RequestModelProbe(view.Model, edge.Id), stop, view.Model);

    /// <summary>With none of its keys there is nothing to try it with, and nothing to use it for.</summary>
    private Task TryEndpoint(RoutingTable table, ProviderEntry provider, ProbeSlot slot, CancellationToken stop) => Try(
        slot, provider.Id, table, provider, KeyToTryWith(provider), () => grains.GetGrain<IEndpointGrain>(provider.Id).RequestProbe(edge.Id), stop);

    private async Task Try(
        ProbeSlot slot, string id, RoutingTable table, ProviderEntry provider, ProviderKey? with, Func<ValueTask<ProbeGrant?>> request, CancellationToken stop,
        string? model = null)
    {
        try
        {
            var askedMs = time.MonotonicMs();
            if (with is null || await request() is not { } grant)
                return;
            // The owner has counted from a moment after the question.
            var untilMs = askedMs + grant.DeadlineInMs;
            if (grant.Kind == ProbeKind.RealCall)
            {
                slot.Offer(grant, untilMs);
                await Task.Delay(WaitForCall, time, stop);
                if (!slot.Withdraw(grant))
                    return;
            }
            reporter.Tried(
                views[with.Id], grant, contact.IsLost || time.MonotonicMs() >= untilMs ? ProbeCall.NotMade : await call.Make(table, provider, with, model, stop));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            LogNotProbed(logger, id, e.Message);
        }
        finally
        {
            slot.EndAsking();
        }
    }

    /// <summary>Best one that is in use. A refusal of another says as well that the provider answers.</summary>
    private ProviderKey? KeyToTryWith(ProviderEntry provider) =>
        Array.Find(provider.Keys, key => !key.Disabled && views[key.Id].Status.State == KeyHealthState.Active)
        ?? Array.Find(provider.Keys, key => !key.Disabled && views[key.Id].Status.State != KeyHealthState.Disabled);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Id} could not be probed: {Reason}")]
    private static partial void LogNotProbed(ILogger logger, string id, string reason);
}
