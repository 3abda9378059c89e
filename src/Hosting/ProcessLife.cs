using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AiGateway.Hosting;

/// <summary>The course of a process: begun, running, ended.</summary>
public static partial class ProcessLife
{
    /// <summary>What is left to do after the time for an orderly end, such as closing files.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>Runs until somebody asks it to stop, be that before it has begun.</summary>
    public static async Task RunUntilStopped(this IHost host, ILogger logger)
    {
        var life = host.Services.GetRequiredService<IHostApplicationLifetime>();
        var limit = host.Services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout + Grace;
        using var stopping = life.ApplicationStopping.Register(() => _ = EndAfter(limit, logger));
        try
        {
            await host.RunAsync();
        }
        catch (Exception e) when (WasCancelled(e) && life.ApplicationStopping.IsCancellationRequested && !life.ApplicationStarted.IsCancellationRequested)
        {
            // It was still waiting for something, and now need not.
        }
    }

    /// <summary>Completes when everything in the process has started, its part of the cluster included.</summary>
    public static async Task UntilStarted(this IHostApplicationLifetime life, CancellationToken cancellationToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = life.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(cancellationToken);
    }

    /// <summary>A silo that cannot reach Redis tries for minutes to say goodbye there; the others find out without it.</summary>
    private static async Task EndAfter(TimeSpan limit, ILogger logger)
    {
        await Task.Delay(limit, TimeProvider.System);
        LogForced(logger, limit.TotalSeconds);
        Environment.Exit(0);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "No orderly end within {Seconds} s, perhaps because Redis cannot be reached; ending without.")]
    private static partial void LogForced(ILogger logger, double seconds);

    private static bool WasCancelled(Exception e) =>
        e is OperationCanceledException || (e is AggregateException several && several.InnerExceptions.All(WasCancelled));
}
