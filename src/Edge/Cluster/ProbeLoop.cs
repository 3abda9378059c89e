using AiGateway.Core.Catalog;
using AiGateway.Core.Health;
using AiGateway.Edge.Catalog;
using AiGateway.Edge.Upstream;
using AiGateway.Grains.Cluster;
using AiGateway.Grains.Keys;

namespace AiGateway.Edge.Cluster;

/// <summary>
/// Brings keys back: asks the owner of each key whose time has come for the right to try it, which one edge in the whole
/// cluster gets. The try rides on a real call if one comes along soon, and is a cheap call of its own otherwise.
/// </summary>
internal sealed partial class ProbeLoop(
    IGrainFactory grains, CatalogView catalog, KeyViews views, EdgeIdentity edge, KeyReporter reporter, UpstreamClients clients,
    TimeProvider time, ILogger<ProbeLoop> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan WaitForCall = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                AskForProbes(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private void AskForProbes(CancellationToken stop)
    {
        if (catalog.Table is not { } table)
            return;
        var now = time.MonotonicMs();
        foreach (var provider in table.Providers.Values.Where(p => p.Kind != ProviderKind.Demo))
        {
            foreach (var key in provider.Keys.Where(k => !k.Disabled))
            {
                var view = views[key.Id];
                if (view.IsProbeDue(now) && view.TryStartAsking())
                    _ = Probe(provider, key, view, stop);
            }
        }
    }

    private async Task Probe(ProviderEntry provider, ProviderKey key, KeyView view, CancellationToken stop)
    {
        try
        {
            if (await grains.GetGrain<IApiKeyGrain>(key.Id).RequestProbe(edge.Id) is not { } grant)
                return;
            if (grant.Kind == ProbeKind.RealCall)
            {
                view.OfferProbe(grant);
                await Task.Delay(WaitForCall, time, stop);
                if (!view.WithdrawProbe(grant))
                    return;
            }
            reporter.Probed(view, grant, "", await Try(provider, key, stop));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            LogNotProbed(logger, key.Id, e.Message);
        }
        finally
        {
            view.EndAsking();
        }
    }

    /// <summary>Lists the provider's models: costs nothing, and a key that is refused is refused there as well.</summary>
    private async Task<UpstreamFailure?> Try(ProviderEntry provider, ProviderKey key, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Addresses.Models(provider));
        request.Headers.TryAddWithoutValidation("Authorization", key.Authorization);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(stop);
        deadline.CancelAfter(Patience);
        try
        {
            using var client = clients.For(provider.Id);
            using var response = await client.SendAsync(request, deadline.Token);
            if (response.IsSuccessStatusCode)
                return null;
            var body = await response.Content.ReadAsByteArrayAsync(deadline.Token);
            return FailureClassifier.Classify(
                (int)response.StatusCode, name => response.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null,
                body.AsSpan(0, Math.Min(body.Length, 64 * 1024)), time.GetUtcNow().ToUnixTimeMilliseconds()).Hiding(key.Secret);
        }
        catch (HttpRequestException)
        {
            return FailureClassifier.Transport(TransportFault.ConnectFailed);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return FailureClassifier.Transport(TransportFault.FirstByteTimeout);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Key {KeyId} could not be probed: {Reason}")]
    private static partial void LogNotProbed(ILogger logger, string keyId, string reason);
}
