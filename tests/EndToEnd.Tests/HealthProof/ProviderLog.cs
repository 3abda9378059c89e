using System.Diagnostics;
using AiGateway.EndToEnd.Tests.Harness;
using AiGateway.EndToEnd.Tests.LimitProof;

namespace AiGateway.EndToEnd.Tests.HealthProof;

/// <summary>Reads the provider's log while it is written. What has arrived is there at once, how it ended a moment later.</summary>
internal sealed class ProviderLog : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(15);

    /// <summary>Every so many readings those that had not ended are read again.</summary>
    private const int LookBackEvery = 8;

    private readonly FakeProviderProcess _provider;
    private readonly ProviderTime _time;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<ProofCall>> _byKey = new(StringComparer.Ordinal);
    /// <summary>When those arrived that have not ended, by number.</summary>
    private readonly SortedDictionary<long, long> _open = [];
    private readonly Task _reading;
    private long _read;

    private ProviderLog(FakeProviderProcess provider, ProviderTime time, long after)
    {
        (_provider, _time, _read) = (provider, time, after);
        _reading = Task.Run(ReadOn);
    }

    public static async Task<ProviderLog> Start(FakeProviderProcess provider) =>
        new(provider, await ProviderTime.Compare(provider), (await provider.Log(after: long.MaxValue)).LastSeq);

    /// <summary>By the clock that all calls are told by.</summary>
    public long NowUs => _time.NowUs;

    /// <summary>A moment of this process by that clock.</summary>
    /// <param name="timestamp">As <see cref="Stopwatch.GetTimestamp"/> tells it.</param>
    public long At(long timestamp) => NowUs - (long)Stopwatch.GetElapsedTime(timestamp).TotalMicroseconds;

    /// <summary>What has arrived with a key since a moment, oldest first.</summary>
    public IReadOnlyList<ProofCall> With(string key, long sinceUs = 0)
    {
        lock (_gate)
        {
            if (!_byKey.TryGetValue(key, out var calls))
                return [];
            var first = calls.Count;
            while (first > 0 && calls[first - 1].ArrivedUs >= sinceUs)
                first--;
            return calls[first..];
        }
    }

    /// <summary>What has arrived with any key of a provider since a moment.</summary>
    public IReadOnlyList<ProofCall> WithAnyOf(string provider, long sinceUs = 0)
    {
        List<string> keys;
        lock (_gate)
            keys = [.. _byKey.Keys.Where(key => key.StartsWith($"sk-{provider}-", StringComparison.Ordinal))];
        return [.. keys.SelectMany(key => With(key, sinceUs)).OrderBy(call => call.Seq)];
    }

    /// <summary>Waits until everything that had arrived before a moment is known to its end.</summary>
    public Task Settled(long beforeUs) => Eventually.Holds(() =>
    {
        lock (_gate)
            return Task.FromResult(NowUs > beforeUs + 50_000 && !_open.Values.Any(arrivedUs => arrivedUs < beforeUs));
    });

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _reading;
        _stop.Dispose();
    }

    private async Task ReadOn()
    {
        for (var round = 1; !_stop.IsCancellationRequested; round++)
        {
            if (round % LookBackEvery != 0)
            {
                Add((await _provider.Log(_read)).Entries);
            }
            else
            {
                var ended = EndedUpTo();
                Add((await _provider.Log(ended)).Entries);
                await _provider.Forget(ended);
            }
            await Task.Delay(Pause, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Up to there nothing is to come.</summary>
    private long EndedUpTo()
    {
        lock (_gate)
            return _open.Count == 0 ? _read : _open.Keys.First() - 1;
    }

    private void Add(FakeCall[] entries)
    {
        lock (_gate)
        {
            foreach (var entry in entries)
            {
                var call = ProofCall.Of(entry);
                if (!_byKey.TryGetValue(call.Key, out var calls))
                    _byKey[call.Key] = calls = [];
                if (entry.Seq > _read)
                {
                    calls.Add(call);
                    _read = entry.Seq;
                    if (call.EndedUs is null)
                        _open[entry.Seq] = entry.ArrivedUs;
                }
                else if (call.EndedUs is not null && _open.Remove(entry.Seq))
                {
                    calls[calls.FindLastIndex(known => known.Seq == entry.Seq)] = call;
                }
            }
        }
    }
}
