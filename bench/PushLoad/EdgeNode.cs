using AiGateway.Edge.Hosting;
using AiGateway.Grains.Cluster;
using AiGateway.Grains.Feed;
using AiGateway.Grains.Keys;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AiGateway.PushLoad;

/// <summary>An edge's connection to the control plane, and its ears: for the product's feed, and for what it could do instead. Ends with the process.</summary>
internal sealed class EdgeNode(int number, IGrainFactory grains, Arrivals arrivals) : IPushObserver, IFeedObserver
{
    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(1);

    private IPushObserver? _reference;
    private FeedPosition _position = FeedPosition.Start;

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

    /// <summary>Listens to the feed as an edge does. What only the question of each second finds counts as late as that.</summary>
    public async Task Listen(CancellationToken stop)
    {
        var ear = grains.CreateObjectReference<IFeedObserver>(this);
        while (!stop.IsCancellationRequested)
        {
            if (await grains.GetGrain<IFeedGrain>(IFeedGrain.Key).Listen(_position, ear) is { } missed)
                await Changed(missed);
            await Task.Delay(AskEvery, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public async Task Watch(CancellationToken stop)
    {
        try
        {
            await foreach (var status in grains.GetGrain<IBenchFeed>(IBenchFeed.Feed).Watch(stop))
                arrivals.Heard(number, Name(status));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
    }

    public async Task Subscribe(IEnumerable<string> owners)
    {
        _reference ??= grains.CreateObjectReference<IPushObserver>(this);
        foreach (var owner in owners)
            await grains.GetGrain<IBenchFeed>(owner).Subscribe(_reference);
    }

    public Task Changed(FeedBatch batch)
    {
        foreach (var status in batch.Keys)
            arrivals.Heard(number, Name(status));
        if (batch.IsSnapshot || batch.Follows(_position))
            _position = batch.Position;
        return Task.CompletedTask;
    }

    public Task Changed(KeyStatus status)
    {
        arrivals.Heard(number, Name(status));
        return Task.CompletedTask;
    }

    /// <summary>One change of one key.</summary>
    public static string Name(KeyStatus status) => $"{status.KeyId} {status.State}";
}
