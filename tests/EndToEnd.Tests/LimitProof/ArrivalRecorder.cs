using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.LimitProof;

/// <summary>Reads the provider's log while it is written: when a call of whom arrived, by the provider's clock.</summary>
internal sealed class ArrivalRecorder : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly FakeProviderProcess _provider;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<ProofArrival>> _arrivals = new(StringComparer.Ordinal);
    private readonly Task _reading;
    private long _read;

    private ArrivalRecorder(FakeProviderProcess provider, long beginsAfter)
    {
        (_provider, _read) = (provider, beginsAfter);
        _reading = Task.Run(ReadOn);
    }

    public static async Task<ArrivalRecorder> Start(FakeProviderProcess provider) => new(provider, (await provider.Log(after: long.MaxValue)).LastSeq);

    /// <summary>Microseconds since 1970, by the clock that all arrivals are told by.</summary>
    public async Task<long> NowUs() => (await _provider.Log(after: long.MaxValue)).NowUs;

    /// <summary>A consumer's calls so far, in the order in which they arrived.</summary>
    public ProofArrival[] Of(ProofConsumer consumer)
    {
        lock (_gate)
            return _arrivals.TryGetValue(consumer.UpstreamKey, out var list) ? [.. list] : [];
    }

    /// <summary>When the first call of the consumer arrived since a moment; null when none has.</summary>
    public long? FirstSince(ProofConsumer consumer, long sinceUs)
    {
        lock (_gate)
        {
            if (!_arrivals.TryGetValue(consumer.UpstreamKey, out var list) || list[^1].ArrivedUs < sinceUs)
                return null;
            return list.First(call => call.ArrivedUs >= sinceUs).ArrivedUs;
        }
    }

    /// <summary>Reads what is left.</summary>
    public async Task Stop()
    {
        await _stop.CancelAsync();
        await _reading;
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        _stop.Dispose();
    }

    private async Task ReadOn()
    {
        var last = false;
        while (!last)
        {
            last = _stop.IsCancellationRequested;
            Add((await _provider.Log(_read)).Entries);
            await _provider.Forget(_read);
            if (!last)
                await Task.Delay(Pause, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Add(FakeCall[] calls)
    {
        lock (_gate)
        {
            foreach (var call in calls)
            {
                _read = call.Seq;
                // The gateway's own look-ups of models are no calls of anybody.
                if (call is not { Method: "POST", Key: { } key })
                    continue;
                if (!_arrivals.TryGetValue(key, out var list))
                    _arrivals[key] = list = [];
                list.Add(ProofArrival.Of(call));
            }
        }
    }
}
