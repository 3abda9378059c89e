using AiGateway.Core.Catalog;
using AiGateway.Edge.Catalog;
using AiGateway.Edge.Security;
using AiGateway.Grains.Catalog;
using AiGateway.Hosting;

namespace AiGateway.Edge.Hosting;

/// <summary>
/// Brings the catalog file, or without one the environment's providers, to the control plane: at start and whenever it
/// changes. A bad version is refused with its lines, and the good one before it stays in force.
/// </summary>
internal sealed partial class CatalogPublisher(
    GatewaySettings settings, bool useEnvironment, SecretBox box, ConsumerKeyDigest digest, IGrainFactory grains,
    IHostApplicationLifetime life, TimeProvider time, ILoggerFactory loggers) : BackgroundService
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);
    private readonly ILogger _logger = loggers.CreateLogger<CatalogPublisher>();
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the first version has been accepted, or at once when there is nothing to publish.</summary>
    public Task FirstPublished => _first.Task;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await life.UntilStarted(stoppingToken);
            if (settings.CatalogFile is { } path)
                await FollowFile(path, stoppingToken);
            else if (useEnvironment)
                await Publish(EnvironmentCatalog.Build(Environment.GetEnvironmentVariable), "the environment", stoppingToken);
            else
                _first.TrySetResult();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private async Task FollowFile(string path, CancellationToken stop)
    {
        var watch = new FileWatch(path, time, loggers.CreateLogger<FileWatch>());
        await foreach (var text in watch.ReadAsync(stop))
        {
            var result = CatalogFile.Parse(text, Environment.GetEnvironmentVariable, SecretFile.Read);
            foreach (var problem in result.Problems)
                LogProblem(_logger, path, problem.ToString());
            if (result.Document is { } document)
                await Publish(document, path, stop);
            else
                LogRefused(_logger, path);
        }
    }

    private async Task Publish(CatalogDocument document, string source, CancellationToken stop)
    {
        var fingerprint = CatalogSealing.Fingerprint(document, digest);
        var json = CatalogJson.Write(CatalogSealing.Seal(document, box, digest));
        while (true)
        {
            try
            {
                var outcome = await grains.GetGrain<ICatalogGrain>(ICatalogGrain.Key).PublishFile(json, fingerprint);
                foreach (var problem in outcome.Problems)
                    LogProblem(_logger, source, $"{problem.Path}: {problem.Message}");
                if (outcome.Accepted)
                    _first.TrySetResult();
                return;
            }
            catch (Exception e) when (!stop.IsCancellationRequested && e is not OutOfMemoryException)
            {
                LogRetry(_logger, source, e.Message);
                await Task.Delay(Retry, time, stop);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Source}: {Problem}")]
    private static partial void LogProblem(ILogger logger, string source, string problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Source} is not put in force; the last good version stays")]
    private static partial void LogRefused(ILogger logger, string source);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The control plane did not take {Source} yet, trying again: {Reason}")]
    private static partial void LogRetry(ILogger logger, string source, string reason);
}
