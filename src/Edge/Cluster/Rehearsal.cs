using AiGateway.Core.Catalog;
using AiGateway.Core.Health;
using AiGateway.Grains.Endpoints;
using AiGateway.Grains.Keys;
using AiGateway.Hosting;

namespace AiGateway.Edge.Cluster;

/// <summary>
/// Goes once through what happens when a key dies, at start and without effect. The runtime compiles code when it first
/// runs: the first key to die would otherwise be used by other edges for a tenth of a second while all of it is compiled.
/// </summary>
internal sealed partial class Rehearsal(
    IGrainFactory grains, CatalogView catalog, IHostApplicationLifetime life, TimeProvider time, ILogger<Rehearsal> logger) : BackgroundService
{
    /// <summary>Enough owners to have met every silo.</summary>
    private const int MostKeys = 16;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await life.UntilStarted(stoppingToken);
            var table = await catalog.First.WaitAsync(stoppingToken);
            await Run([.. table.Providers.Values.SelectMany(provider => provider.Keys).Select(key => key.Id).Take(MostKeys)]);
            await Task.WhenAll(table.Providers.Values
                .Where(provider => provider.Kind != ProviderKind.Demo)
                .Take(MostKeys)
                .Select(provider => grains.GetGrain<IEndpointGrain>(provider.Id).Report(new EndpointReport(1, [], [], provider.Health)).AsTask()));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            LogNotRehearsed(logger, e.Message);
        }
    }

    private async Task Run(IReadOnlyList<string> keys)
    {
        var death = FailureClassifier.Classify(
            StatusCodes.Status401Unauthorized, static _ => null,
            """{"error":{"message":"Incorrect API key provided.","type":"invalid_request_error","param":null,"code":"invalid_api_key"}}"""u8,
            time.GetUtcNow().ToUnixTimeMilliseconds()).Hiding("rehearsal");
        // What is the caller's own fault is never held against a key, so its owner hears this and changes nothing.
        var report = new KeyReport(0, [new KeyFailure("", death with { Class = FailureClass.ClientError, Scope = FailureScope.Request })]);
        await Task.WhenAll(keys.Select(key => grains.GetGrain<IApiKeyGrain>(key).Report(report).AsTask()));
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "The death of a key could not be rehearsed: {Reason}")]
    private static partial void LogNotRehearsed(ILogger logger, string reason);
}
