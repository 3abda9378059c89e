using System.Text.Json;
using AiGateway.FakeProvider.Control;
using AiGateway.FakeProvider.Provider;

namespace AiGateway.FakeProvider.Log;

/// <summary>Every request in order of arrival. Sequence numbers are never used twice, not even after a clear.</summary>
internal sealed class RequestLog(ProviderClock clock)
{
    private readonly Lock _gate = new();
    private readonly List<LogEntry> _entries = [];
    private readonly KeyCounts _total = new();
    private readonly Dictionary<string, KeyCounts> _byKey = new(StringComparer.Ordinal);
    private TaskCompletionSource _changed = NewSignal();
    private long _lastSeq;

    public LogEntry Open(HttpRequest request)
    {
        lock (_gate)
        {
            var entry = new LogEntry
            {
                Seq = ++_lastSeq,
                ArrivedUs = clock.NowUs,
                Method = request.Method,
                Path = request.Path.Value ?? "",
                Query = request.QueryString.Value ?? "",
                Key = Credential.From(request),
                Headers = request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString()),
            };
            _entries.Add(entry);
            _total.Begin();
            CountsOf(entry).Begin();
            Signal();
            return entry;
        }
    }

    public void Close(LogEntry entry, Ending ending)
    {
        lock (_gate)
        {
            entry.Ending = ending;
            entry.EndedUs = clock.NowUs;
            _total.End();
            CountsOf(entry).End();
            Signal();
        }
    }

    /// <summary>Forgets what has been; calls under way are still counted as such.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _entries.Clear();
            _total.Restart();
            foreach (var counts in _byKey.Values)
                counts.Restart();
        }
    }

    /// <summary>Drops the entries up to a number and counts on.</summary>
    public void Forget(long through)
    {
        lock (_gate)
            _entries.RemoveAll(entry => entry.Seq <= through);
    }

    public object Stats()
    {
        lock (_gate)
            return new { _total.Requests, _total.InFlight, _total.MaxInFlight, byKey = JsonSerializer.SerializeToNode(_byKey, ControlJson.Options) };
    }

    public async Task<string> ReadAsync(LogQuery query, CancellationToken gone)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(gone);
        timeout.CancelAfter(query.Timeout);
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                var found = _entries.FindAll(entry => entry.Seq > query.After && (!query.Ended || entry.Ending is not null));
                if (found.Count >= query.Wait || timeout.IsCancellationRequested)
                    return JsonSerializer.Serialize(new { nowUs = clock.NowUs, lastSeq = _lastSeq, entries = found }, ControlJson.Options);
                changed = _changed.Task;
            }

            await Task.WhenAny(changed, Task.Delay(Timeout.Infinite, timeout.Token));
        }
    }

    private KeyCounts CountsOf(LogEntry entry)
    {
        var key = entry.Key ?? "";
        if (!_byKey.TryGetValue(key, out var counts))
            _byKey[key] = counts = new KeyCounts();
        return counts;
    }

    private void Signal()
    {
        _changed.TrySetResult();
        _changed = NewSignal();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
