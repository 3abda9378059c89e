using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using AiGateway.EndToEnd.Tests.Cluster;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.LimitProof;

/// <summary>
/// Clients of the consumer with a limit on calls at once, and what the provider saw of them. A call counts from its arrival
/// at the provider until its client is killed or it ends: how soon the provider notices that somebody has gone says nothing
/// about the gateway.
/// </summary>
internal sealed class SlotProof
{
    /// <summary>The longest a client listens before it is killed, milliseconds.</summary>
    private const int ListensMs = 100;

    /// <summary>The longest until its place is taken by another, milliseconds.</summary>
    private const int NextComesMs = 30;

    private static readonly TimeSpan AfterRefusal = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<string, long> _killedUs = new(StringComparer.Ordinal);
    private readonly List<SlotCall> _calls = [];
    private readonly TestCluster _cluster;
    private readonly ProviderTime _time;
    private readonly int _seed;
    private long _read;
    private int _names;
    private int _refused;
    private int _unread;

    private SlotProof(TestCluster cluster, ProviderTime time, int seed, long beginsAfter) =>
        (_cluster, _time, _seed, _read) = (cluster, time, seed, beginsAfter);

    /// <summary>Calls that reached the provider, all of them ended.</summary>
    public IReadOnlyList<SlotCall> Calls => _calls;

    public int Refused => _refused;

    /// <summary>Clients killed before they had read anything.</summary>
    public int Unread => _unread;

    public static async Task<SlotProof> Start(TestCluster cluster, int seed)
    {
        await cluster.Fake.Clear();
        await cluster.Fake.AddRule(new { match = new { key = ProofCatalog.SlotsUpstreamKey, stream = true }, answer = new { gapMs = 50, events = 100_000 } });
        return new SlotProof(cluster, await ProviderTime.Compare(cluster.Fake), seed, (await cluster.Fake.Log(after: long.MaxValue)).LastSeq);
    }

    /// <summary>A wave: so many streams are opened at all edges and killed in their midst, and others before they have begun.</summary>
    /// <param name="callers">At once.</param>
    /// <param name="roam">A caller goes from edge to edge, and so slots must follow; otherwise it stays at its own.</param>
    public async Task KillStreams(int count, int callers, bool roam)
    {
        var left = count;
        await Task.WhenAll(Enumerable.Range(0, callers).Select(async caller =>
        {
            var random = new Random(unchecked((_seed * 1_000_003) + (_calls.Count * 1_009) + caller));
            while (Volatile.Read(ref left) > 0)
            {
                var edge = _cluster.Edges[(roam ? random.Next() : caller) % _cluster.Edges.Count].DataAddress;
                if (random.Next(10) == 0)
                {
                    Kill(await HeldStream.Send(edge, NewName()));
                    Interlocked.Increment(ref _unread);
                }
                else if (await Open(edge) is { } stream)
                {
                    await Task.Delay(random.Next(ListensMs), TestContext.Current.CancellationToken);
                    Kill(stream);
                    Interlocked.Decrement(ref left);
                }
                else
                {
                    await Task.Delay(AfterRefusal, TestContext.Current.CancellationToken);
                }
                await Task.Delay(random.Next(NextComesMs), TestContext.Current.CancellationToken);
            }
        }));
        await NoneUnderWay();
    }

    /// <summary>Opens as many streams as the limit allows, at the given edges in turn.</summary>
    /// <returns>The streams, and how long it took until all were under way at once.</returns>
    public async Task<(IReadOnlyList<HeldStream> Streams, TimeSpan Took)> FillAll(IReadOnlyList<EdgeProcess> edges, TimeSpan within)
    {
        var watch = Stopwatch.StartNew();
        var streams = await Task.WhenAll(Enumerable.Range(0, ProofCatalog.AtOnce).Select(async number =>
        {
            while (watch.Elapsed < within)
            {
                if (await Open(edges[number % edges.Count].DataAddress) is { } stream)
                    return stream;
                await Task.Delay(AfterRefusal, TestContext.Current.CancellationToken);
            }
            return null;
        }));
        var open = streams.OfType<HeldStream>().ToList();
        Assert.True(open.Count == streams.Length, FormattableString.Invariant($"only {open.Count} of {streams.Length} slots were to be had within {within.TotalSeconds:0} s"));
        return (open, watch.Elapsed);
    }

    /// <summary>A stream with its first event; null when it was refused or there was no answer.</summary>
    public async Task<HeldStream?> Open(Uri edge)
    {
        var stream = await HeldStream.Open(edge, NewName());
        if (stream.Status == 200)
            return stream;
        stream.Dispose();
        Interlocked.Increment(ref _refused);
        return null;
    }

    public void Kill(params IEnumerable<HeldStream> streams)
    {
        foreach (var stream in streams)
        {
            Over(stream);
            stream.Dispose();
        }
    }

    /// <summary>Whatever becomes of it, from now on it does not count.</summary>
    public void Over(HeldStream stream) => _killedUs[stream.Name] = _time.NowUs;

    /// <summary>Calls under way at the provider now.</summary>
    public async Task<int> UnderWay() => (await _cluster.Fake.Stats())["byKey"]?[ProofCatalog.SlotsUpstreamKey]?["inFlight"]?.GetValue<int>() ?? 0;

    /// <summary>Waits until no call is under way, and reads how all have been.</summary>
    public async Task NoneUnderWay()
    {
        await Eventually.Get(UnderWay, count => count == 0);
        var log = await _cluster.Fake.Log(_read);
        foreach (var call in log.Entries.Where(c => c.Method == "POST" && c.Key == ProofCatalog.SlotsUpstreamKey))
        {
            // Without a body its client was gone before the call had wholly arrived.
            var name = call.Body is { Length: > 0 } ? call.Json["messages"]![0]!["content"]!.GetValue<string>() : "";
            _calls.Add(new SlotCall(call.ArrivedUs, call.EndedUs!.Value, _killedUs.TryGetValue(name, out var killed) ? killed : null));
        }
        _read = log.LastSeq;
        await _cluster.Fake.Forget(_read);
    }

    private string NewName() => string.Create(CultureInfo.InvariantCulture, $"client {Interlocked.Increment(ref _names)}");
}

/// <summary>One call at the provider. Times are microseconds of its clock.</summary>
/// <param name="EndedUs">When the provider noticed that it was over.</param>
/// <param name="KilledUs">When its client was killed; null for a call whose client is not known.</param>
internal sealed record SlotCall(long ArrivedUs, long EndedUs, long? KilledUs)
{
    /// <summary>When it was over: its client had gone, or the gateway had.</summary>
    public long OverUs => Math.Min(EndedUs, KilledUs ?? EndedUs);
}
