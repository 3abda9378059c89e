using System.Collections.Concurrent;

namespace AiGateway.EndToEnd.Tests.Cluster;

/// <summary>Callers that call, pause and call again until they are told to stop.</summary>
internal sealed class SteadyLoad : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<CallEnd> _ends = new();
    private Task _running = Task.CompletedTask;

    /// <summary>How every call so far has ended.</summary>
    public IReadOnlyCollection<CallEnd> Ends => _ends;

    /// <summary>The calls that got no success, by what they got instead.</summary>
    public IEnumerable<string> Failures => _ends.Where(e => !e.Whole).Select(e => $"{e.Status} {e.Body}");

    /// <param name="callers">Each makes one call at a time.</param>
    /// <param name="call">One call.</param>
    /// <param name="pause">Between two calls of one caller.</param>
    public static SteadyLoad Start(IEnumerable<Caller> callers, Func<Caller, int, Task<CallEnd>> call, TimeSpan pause)
    {
        var load = new SteadyLoad();
        load._running = Task.WhenAll(callers.Select(caller => Task.Run(() => load.Run(caller, call, pause))));
        return load;
    }

    /// <summary>Lets the calls under way end.</summary>
    public async Task Stop()
    {
        await _stop.CancelAsync();
        await _running;
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        _stop.Dispose();
    }

    private async Task Run(Caller caller, Func<Caller, int, Task<CallEnd>> call, TimeSpan pause)
    {
        for (var number = 0; !_stop.IsCancellationRequested; number++)
        {
            _ends.Enqueue(await call(caller, number));
            await Task.Delay(pause, CancellationToken.None);
        }
    }
}
