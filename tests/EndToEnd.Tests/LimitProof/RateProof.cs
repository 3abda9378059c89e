using AiGateway.EndToEnd.Tests.Cluster;

namespace AiGateway.EndToEnd.Tests.LimitProof;

/// <summary>A cluster under the load of all consumers, what reached the provider, and what the faults did.</summary>
internal sealed class RateProof : IAsyncDisposable
{
    /// <summary>
    /// A consumer that calls is served again so long after a fault at the latest: what was on lease when it happened stays
    /// charged for the minute of the window and the lifetime of a lease, the owner may have to be replaced, and then the
    /// consumer must call.
    /// </summary>
    public static readonly TimeSpan ServedAgain = TimeSpan.FromSeconds(105);

    /// <summary>Who leaves more time between two calls may just not have called.</summary>
    public static readonly TimeSpan CallsOften = TimeSpan.FromSeconds(15);

    private readonly TestCluster _cluster;
    private readonly ProofPlan _plan;
    private readonly ProviderTime _time;
    private readonly OpenLoad _load;
    private readonly List<string> _notServedAgain = [];
    private OpenLoad? _heavy;

    private RateProof(TestCluster cluster, ProofPlan plan, ArrivalRecorder recorder, ProviderTime time, long beganUs)
    {
        (_cluster, _plan, Recorder, _time, BeganUs) = (cluster, plan, recorder, time, beganUs);
        _load = new OpenLoad(cluster.Edges.Select(e => e.DataAddress), ProofConsumer.AllButHeaviest, time, plan.Seed);
    }

    public ArrivalRecorder Recorder { get; }

    /// <summary>When the load began.</summary>
    public long BeganUs { get; }

    /// <summary>When the heaviest consumer began; null while it has not.</summary>
    public long? HeavyBeganUs { get; private set; }

    /// <summary>Consumers that were not served in time after a fault, one line each.</summary>
    public IReadOnlyList<string> NotServedAgain => _notServedAgain;

    public IReadOnlyDictionary<ProofConsumer, OfferedCalls> Calls => _heavy is null ? _load.Calls : _load.Calls.Concat(_heavy.Calls).ToDictionary();

    public TimeSpan Elapsed => _load.Elapsed;

    public static async Task<RateProof> Start(TestCluster cluster, ProofPlan plan)
    {
        var recorder = await ArrivalRecorder.Start(cluster.Fake);
        return new RateProof(cluster, plan, recorder, await ProviderTime.Compare(cluster.Fake), await recorder.NowUs());
    }

    /// <summary>The heaviest consumer calls as well for a time.</summary>
    public async Task RunHeaviest(TimeSpan time)
    {
        HeavyBeganUs = await Recorder.NowUs();
        _heavy = new OpenLoad(_cluster.Edges.Select(e => e.DataAddress), [ProofConsumer.Heaviest], _time, _plan.Seed + 1);
        await Task.Delay(time, TestContext.Current.CancellationToken);
        await _heavy.Stop();
        var calls = _heavy.Calls[ProofConsumer.Heaviest];
        Report.Line($"{ProofConsumer.Heaviest.Id}: {ProofConsumer.Heaviest.PerMinute / 60:0} calls/s were due for {time.TotalSeconds:0} s, {calls.Sent / time.TotalSeconds:0} were sent");
    }

    public async Task Happen(Fault fault)
    {
        var from = Elapsed;
        await fault.Happen();
        Report.Line($"{from.TotalSeconds,7:0.0} s  {fault.Name}: over after {(Elapsed - from).TotalSeconds:0.0} s");
    }

    /// <summary>Waits until every consumer that calls often has been served since now, or should have been.</summary>
    public async Task AllServedAgain()
    {
        var sinceUs = await Recorder.NowUs();
        var from = Elapsed;
        var waiting = _load.Calls.Keys.Where(c => c.Gap <= CallsOften).ToList();
        var served = new List<(ProofConsumer Consumer, double Seconds)>();
        while (waiting.Count > 0 && Elapsed - from < ServedAgain)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(250), TestContext.Current.CancellationToken);
            foreach (var consumer in waiting.ToList())
            {
                if (Recorder.FirstSince(consumer, sinceUs) is not { } at)
                    continue;
                served.Add((consumer, (at - sinceUs) / 1e6));
                waiting.Remove(consumer);
            }
        }
        var slowest = served.OrderByDescending(s => s.Seconds).Take(4).Select(s => FormattableString.Invariant($"{s.Consumer.Id} {s.Seconds:0.0} s"));
        Report.Line($"           {served.Count} consumers were served again, the last of them {string.Join(", ", slowest)}");
        if (Passed() is { Count: > 0 } passed)
            Report.Line($"           limits passed so far: {string.Join(", ", passed)}");
        _notServedAgain.AddRange(waiting.Select(c => FormattableString.Invariant($"{c.Id} was not served from {from.TotalSeconds:0.0} s to {Elapsed.TotalSeconds:0.0} s")));
    }

    /// <summary>Ends the load and reads the rest of the log.</summary>
    public async Task Stop()
    {
        await _load.Stop();
        await Recorder.Stop();
    }

    public async ValueTask DisposeAsync()
    {
        if (_heavy is not null)
            await _heavy.DisposeAsync();
        await _load.DisposeAsync();
        await Recorder.DisposeAsync();
    }

    /// <summary>Consumers that more calls were admitted of than their limit allows, up to now.</summary>
    private List<string> Passed() =>
    [
        .. from consumer in Calls.Keys
           let most = Verdict.MostSurelyWithin(Recorder.Of(consumer), Verdict.WindowUs)
           where most > consumer.Limit
           select FormattableString.Invariant($"{consumer.Id} {most}"),
    ];
}
