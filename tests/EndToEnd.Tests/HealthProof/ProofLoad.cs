using System.Collections.Concurrent;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.HealthProof;

/// <summary>Callers at every edge that call, pause and call again until they are told to stop.</summary>
internal sealed class ProofLoad : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<ProofEnd> _ends = new();
    private readonly List<List<ProofCaller>> _callers;
    private readonly Task _running;

    /// <param name="edges">Addresses, in the order their calls are marked by.</param>
    /// <param name="callers">At each edge; each makes one call at a time.</param>
    /// <param name="model">What the n-th call of a caller is for.</param>
    /// <param name="pause">Between two calls of one caller.</param>
    public ProofLoad(IEnumerable<EdgeProcess> edges, int callers, Func<int, string> model, TimeSpan pause)
    {
        _callers = [.. edges.Select((edge, number) => Enumerable.Range(0, callers).Select(i => new ProofCaller(edge.DataAddress, number, i)).ToList())];
        _running = Task.WhenAll(_callers.SelectMany(each => each).Select(caller => Task.Run(() => Run(caller, model, pause))));
    }

    /// <summary>How every call so far has ended.</summary>
    public IReadOnlyCollection<ProofEnd> Ends => _ends;

    /// <summary>The calls that got no success though their caller stayed, by what they got instead.</summary>
    public IEnumerable<string> Failures => _ends.Where(end => end.Status != 200 && !end.Left).Select(end => $"edge {end.Mark.Edge}: {end.Status} {end.Text}");

    /// <summary>Makes whoever made a call hang up, if it is still under way.</summary>
    public bool Leave(CallMark mark) => mark.Edge >= 0 && _callers[mark.Edge][mark.Caller].Leave(mark);

    /// <summary>Lets the calls under way end.</summary>
    public async Task Stop()
    {
        await _stop.CancelAsync();
        await _running;
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        _callers.ForEach(each => each.ForEach(caller => caller.Dispose()));
        _stop.Dispose();
    }

    private async Task Run(ProofCaller caller, Func<int, string> model, TimeSpan pause)
    {
        for (var number = 0; !_stop.IsCancellationRequested; number++)
        {
            _ends.Enqueue(await caller.Chat(model(number), number));
            await Task.Delay(pause, CancellationToken.None);
        }
    }
}
