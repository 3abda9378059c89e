using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AiGateway.Hosting;

/// <summary>The course of a process: begun, running, ended.</summary>
public static class ProcessLife
{
    /// <summary>Runs until somebody asks it to stop, be that before it has begun.</summary>
    public static async Task RunUntilStopped(this IHost host)
    {
        var life = host.Services.GetRequiredService<IHostApplicationLifetime>();
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

    private static bool WasCancelled(Exception e) =>
        e is OperationCanceledException || (e is AggregateException several && several.InnerExceptions.All(WasCancelled));
}
