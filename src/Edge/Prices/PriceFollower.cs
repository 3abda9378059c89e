using AiGateway.Edge.Catalog;

namespace AiGateway.Edge.Prices;

/// <summary>Puts each new version of the price file in force. A bad one is refused with its lines, and the good one before it stays.</summary>
internal sealed partial class PriceFollower(string path, PriceView prices, TimeProvider time, ILoggerFactory loggers) : BackgroundService
{
    private readonly ILogger _logger = loggers.CreateLogger<PriceFollower>();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var watch = new FileWatch(path, time, loggers.CreateLogger<FileWatch>());
        try
        {
            await foreach (var text in watch.ReadAsync(stoppingToken))
                Take(PriceFile.Parse(text, Environment.GetEnvironmentVariable, SecretFile.Read));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private void Take(PriceFileResult result)
    {
        foreach (var problem in result.Problems)
            LogProblem(_logger, path, problem.ToString());
        if (result.List is not { } list)
        {
            LogRefused(_logger, path);
            return;
        }
        prices.Replace(list);
        LogInForce(_logger, list.Count, path);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} price(s) of {Path} are in force")]
    private static partial void LogInForce(ILogger logger, int count, string path);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Path}: {Problem}")]
    private static partial void LogProblem(ILogger logger, string path, string problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Path} is not put in force; the last good prices stay")]
    private static partial void LogRefused(ILogger logger, string path);
}
