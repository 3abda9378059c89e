using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.HealthProof;

/// <summary>What an edge was seen to believe of a key. Times are microseconds of the provider's clock.</summary>
/// <param name="DueUs">When the state ends or a trial is due; null for never.</param>
internal sealed record KeyMoment(long AtUs, string State, long? DueUs);

/// <summary>Asks one edge again and again what it believes of all keys, and keeps each change.</summary>
internal sealed class StateWatch : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(15);

    private readonly EdgeProcess _edge;
    private readonly ProviderLog _clock;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<(KeyHere Here, KeyMoment Moment)>> _moments = new(StringComparer.Ordinal);
    private readonly Task _asking;

    public StateWatch(EdgeProcess edge, ProviderLog clock)
    {
        (_edge, _clock) = (edge, clock);
        _asking = Task.Run(Ask);
    }

    /// <summary>What it has believed since a moment, the latest last; the first is what it believed then.</summary>
    public IReadOnlyList<KeyMoment> Since(string key, long us)
    {
        lock (_gate)
        {
            if (!_moments.TryGetValue(key, out var moments))
                return [];
            return [.. moments.Skip(Math.Max(0, moments.FindLastIndex(each => each.Moment.AtUs <= us))).Select(each => each.Moment)];
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _asking;
        _stop.Dispose();
    }

    private async Task Ask()
    {
        while (!_stop.IsCancellationRequested)
        {
            var askedUs = _clock.NowUs;
            var keys = await EdgeView.Keys(_edge);
            var atUs = (askedUs + _clock.NowUs) / 2;
            lock (_gate)
            {
                foreach (var (id, here) in keys)
                    Add(id, here, atUs);
            }
            await Task.Delay(Pause, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Add(string id, KeyHere here, long atUs)
    {
        if (!_moments.TryGetValue(id, out var moments))
            _moments[id] = moments = [];
        if (moments.Count == 0 || moments[^1].Here.Word != here.Word)
            moments.Add((here, new KeyMoment(atUs, here.State, here.UntilInMs is { } ms ? atUs + (ms * 1_000) : null)));
    }
}
