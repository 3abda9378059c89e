using System.Collections.Concurrent;
using AiGateway.Core.Usage;
using AiGateway.Edge.Catalog;
using AiGateway.Edge.Pipeline;
using AiGateway.Edge.Pipeline.Routing;
using AiGateway.Edge.Telemetry;

namespace AiGateway.Edge.Shadow;

/// <summary>
/// Copies of calls for models that are only compared. A call is copied after it has ended well: before, it is not known whether
/// there will be anything to compare with, and a copy could be in its way.
/// </summary>
internal sealed class Shadows(ShadowCalls calls, ShadowMetrics metrics, TimeProvider time, ILogger<Shadows> logger) : IHostedService, IDisposable
{
    /// <summary>Copies under way are cancelled by then; what they used is written down all the same.</summary>
    private static readonly TimeSpan LastTry = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, (ShadowLane Lane, Lazy<Task> Running)> _lanes = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Takes over what it needs of a call that has ended. Waits for nothing, and leaves most calls as they are.</summary>
    public void Offer(Exchange call, ShadowRoute shadow)
    {
        if (call.Outcome == CallOutcome.Ok && call.Consumer.Shadow && !_stop.IsCancellationRequested)
            LaneOf(call.Route.ModelId).Offer(call, shadow);
    }

    /// <summary>What there is of a model's copies; null when none was ever due.</summary>
    public ShadowLane? Find(string model) => _lanes.TryGetValue(model, out var known) ? known.Lane : null;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await Task.WhenAny(Task.WhenAll(_lanes.Values.Select(lane => lane.Running.Value)), Task.Delay(LastTry, time, cancellationToken));
    }

    public void Dispose()
    {
        foreach (var (lane, _) in _lanes.Values)
            lane.Dispose();
        _stop.Dispose();
    }

    private ShadowLane LaneOf(string model)
    {
        if (!_lanes.TryGetValue(model, out var known))
            known = _lanes.GetOrAdd(model, static (model, self) => self.Open(model), this);
        _ = known.Running.Value;
        return known.Lane;
    }

    private (ShadowLane Lane, Lazy<Task> Running) Open(string model)
    {
        var lane = new ShadowLane(model, calls, metrics, time, logger);
        var stop = _stop.Token;
        return (lane, new Lazy<Task>(() =>
        {
            // It serves many calls, and must not pass for a part of the one that happened to be the first.
            using (ExecutionContext.SuppressFlow())
                return Task.Run(() => lane.Run(stop), CancellationToken.None);
        }));
    }
}
