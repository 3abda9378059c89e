using AiGateway.Edge.Hosting;
using AiGateway.Grains.Cluster;
using AiGateway.Grains.Feed;
using AiGateway.Grains.Keys;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AiGateway.PushLoad;

/// <summary>An edge's connection to the control plane, and its two ears: the product's watch, and an observer. Ends with the process.</summary>
internal sealed class EdgeNode(int number, IGrainFactory grains, Arrivals arrivals) : IPushObserver
{
    private IPushObserver? _reference;

    public IGrainFactory Grains => grains;

    public static async Task<EdgeNode> Start(int number, PushOptions options, Arrivals arrivals)
    {
        var builder = WebApplication.CreateSlimBuilder();
        var settings = new ClusterSettings { Mode = ClusterMode.Redis, Redis = options.Redis };
        ClusterClient.Add(builder, settings);
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Warning)
            .AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        await app.StartAsync();
        return new EdgeNode(number, app.Services.GetRequiredService<IGrainFactory>(), arrivals);
    }

    /// <summary>Watches the feed as an edge does.</summary>
    public async Task Watch(CancellationToken stop)
    {
        var position = FeedPosition.Start;
        try
        {
            await foreach (var batch in grains.GetGrain<IFeedGrain>(IFeedGrain.Key).Watch(position, stop))
            {
                foreach (var status in batch.Keys)
                    arrivals.Heard(number, Name(status));
                position = batch.Position;
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
    }

    public async Task Subscribe(IEnumerable<string> feeds)
    {
        _reference ??= grains.CreateObjectReference<IPushObserver>(this);
        foreach (var feed in feeds)
            await grains.GetGrain<IOneWayFeed>(feed).Subscribe(_reference);
    }

    public Task Changed(KeyStatus status)
    {
        arrivals.Heard(number, Name(status));
        return Task.CompletedTask;
    }

    /// <summary>One change of one key.</summary>
    public static string Name(KeyStatus status) => $"{status.KeyId} {status.State}";
}
