using AiGateway.Edge.Admin;
using AiGateway.Edge.Cluster;
using AiGateway.Grains.Cluster;

namespace AiGateway.Edge.Hosting;

/// <summary>Tells the person who started the process, as soon as it can serve, where it is and how to call it.</summary>
internal sealed partial class Welcome(
    Readiness readiness, CatalogPublisher publisher, FirstRun firstRun, AdminAccess access, CatalogView catalog, ListenAddresses addresses,
    ClusterSettings cluster, GatewaySettings gateway, AccessReset reset, TimeProvider time, ILogger<Welcome> logger) : BackgroundService
{
    public const string ResetSwitch = "--reset-access";
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    /// <summary>True when the operator asked for a new admin token and a new first key.</summary>
    public static bool IsReset(string[] args) => args.Contains(ResetSwitch);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await publisher.FirstPublished.WaitAsync(stoppingToken);
            var key = await NewKey(stoppingToken);
            while (readiness.NotReadyBecause is not null)
                await Task.Delay(Look, time, stoppingToken);
            await System.Console.Out.WriteLineAsync(Text(key, cluster.Mode == ClusterMode.Single ? await firstRun.Hint() : null));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            LogFailed(logger, e);
        }
    }

    /// <summary>Only alone and without a catalog file: a cluster and a file have callers of their own.</summary>
    private async Task<string?> NewKey(CancellationToken stop)
    {
        if (cluster.Mode != ClusterMode.Single || (gateway.CatalogFile is not null && !reset.Asked))
            return null;
        while (true)
        {
            try
            {
                return await firstRun.CreateKey(reset.Asked);
            }
            catch (Exception e) when (!stop.IsCancellationRequested && e is not OutOfMemoryException)
            {
                LogRetry(logger, e.Message);
                await Task.Delay(Look * 10, time, stop);
            }
        }
    }

    private string Text(string? key, string? hint)
    {
        var model = catalog.Table?.Routes.FirstOrDefault(route => !route.Spec.IsPattern)?.Spec.Id ?? "MODEL";
        var shownKey = key ?? (hint is null ? "one of your catalog's" : $"the one shown at the first start ({hint}); lost? start once with {ResetSwitch}");
        var shownToken = access.NewToken ?? $"the one set or shown at the first start; lost? start once with {ResetSwitch}";
        return $$"""

            AiGateway is ready.

              address        {{addresses.Data}}/v1
              consumer key   {{shownKey}}
              management     {{addresses.Management}}{{AdminApi.Prefix}}
              admin token    {{shownToken}}

            Try it:

              curl {{addresses.Data}}/v1/chat/completions -H "Authorization: Bearer {{key ?? "$AIGATEWAY_KEY"}}" -H "Content-Type: application/json" -d '{"model":"{{model}}","messages":[{"role":"user","content":"Hello"}]}'

            """;
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "The first key could not be made yet: {Reason}")]
    private static partial void LogRetry(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "The welcome could not be shown")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}

/// <summary>Where the process listens, as a person on this machine would type it.</summary>
internal sealed record ListenAddresses(string Data, string Management);

/// <summary>Whether the operator asked for a new admin token and a new first key.</summary>
internal sealed record AccessReset(bool Asked);
