using System.Collections.Concurrent;
using AiGateway.Edge.Hosting;

namespace AiGateway.Edge.Responses;

/// <summary>The responses that this edge makes in the background. Their owners are given signs of life, and say when nobody wants one any more.</summary>
internal sealed partial class BackgroundRuns(KeptResponses kept, GatewaySettings settings, TimeProvider time, ILogger<BackgroundRuns> logger) : BackgroundService, IHostedLifecycleService
{
    /// <summary>Between two signs of life: as long a cancellation at another edge takes at most to be heard of.</summary>
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    /// <summary>What the ends of those that are broken off on shutdown may take to be stored.</summary>
    private static readonly TimeSpan LastTry = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, BackgroundRun> _runs = new(StringComparer.Ordinal);
    private long _stoppingTicks;

    /// <summary>True when no more are begun.</summary>
    public bool IsStopping { get; private set; }

    public void Add(BackgroundRun run) => _runs[run.Id] = run;

    public void Remove(BackgroundRun run) => _runs.TryRemove(run.Id, out _);

    /// <summary>Breaks one off if it is made here.</summary>
    public void Stop(string id)
    {
        if (_runs.TryGetValue(id, out var run))
            run.Stop();
    }

    /// <summary>Gives signs of life of all.</summary>
    public Task Beat() => Task.WhenAll(_runs.Values.Select(Beat));

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        _stoppingTicks = time.GetTimestamp();
        return Task.CompletedTask;
    }

    /// <summary>They have as long to end as other calls.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        IsStopping = true;
        var drained = _stoppingTicks == 0 ? TimeSpan.Zero : time.GetElapsedTime(_stoppingTicks);
        var left = TimeSpan.FromSeconds(settings.DrainSeconds) - drained;
        await Ended(left > TimeSpan.Zero ? left : TimeSpan.Zero, cancellationToken);
        foreach (var run in _runs.Values)
            run.Abandon();
        await Ended(LastTry, cancellationToken);
        await base.StopAsync(cancellationToken);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await Beat();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private Task<Task> Ended(TimeSpan wait, CancellationToken cancellationToken) =>
        Task.WhenAny(Task.WhenAll(_runs.Values.Select(run => run.Ended)), Task.Delay(wait, time, cancellationToken));

    private async Task Beat(BackgroundRun run)
    {
        try
        {
            if (!await kept.Beat(run.Id))
                run.Stop();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The next one may be heard.
            LogMissed(logger, run.Id, e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A sign of life of the response {Id} was not heard: {Reason}")]
    private static partial void LogMissed(ILogger logger, string id, string reason);
}
