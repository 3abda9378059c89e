using AiGateway.EndToEnd.Tests.Cluster;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.HealthProof;

/// <summary>Opens the circuit of one key again and again, and watches how it comes back.</summary>
/// <param name="edges">The first of them is the one that is asked, so nothing is done to it.</param>
/// <param name="oneDown">Held while an edge is down.</param>
internal sealed class HalfOpenProof(
    TestCluster cluster, IReadOnlyList<EdgeProcess> edges, ProviderLog log, StateWatch watch, ProofLoad load, SemaphoreSlim oneDown, int provider)
{
    /// <summary>A trial whose holder is to be lost takes so long; less than it may.</summary>
    private const int SlowTrialMs = 600;

    /// <summary>The due time is known no more exactly than edges are asked.</summary>
    private const long SlackUs = 50_000;

    private static readonly TimeSpan Hang = TimeSpan.FromMilliseconds(HealthCatalog.ProbeDeadlineMs + 500);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Edges whose trial can no longer count since when.</summary>
    private readonly Dictionary<int, long> _abandoned = [];
    private readonly Dictionary<CallMark, long> _left = [];
    private readonly string _key = HealthCatalog.Key(HealthCatalog.Half(provider), 1);
    private readonly string _secret = HealthCatalog.Secret(HealthCatalog.Half(provider), 1);
    private readonly string _mate = HealthCatalog.Secret(HealthCatalog.Half(provider), 2);

    public async Task<Episode> Open(Disturbance planned)
    {
        await Seen("the key in use", () => State is "Active" && log.With(_secret, log.NowUs - 500_000).Any(call => call.Succeeded) ? "" : null);
        var beganUs = log.NowUs;
        var faultRule = await cluster.Fake.AddRule(new { match = new { key = _secret, path = "/chat/completions" }, answer = new { status = 500 } });
        var slow = planned == Disturbance.None ? (long?)null : await cluster.Fake.AddRule(new { match = new { key = _secret }, answer = new { delayHeadersMs = SlowTrialMs } });
        var fault = await Seen("a fault", () => log.With(_secret, beganUs).FirstOrDefault(call => call is { Status: 500, EndedUs: not null }));
        // Not by a number of times: a call whose edge is lost in that moment would use it up unseen.
        await cluster.Fake.RemoveRule(faultRule);
        var due = await Seen("an open circuit", () => watch.Since(_key, beganUs).FirstOrDefault(moment => moment.State == "Open"));

        var fromUs = Math.Max(fault.EndedUs!.Value, due.DueUs!.Value - SlackUs);
        var (happened, restored) = slow is { } rule ? await Disturb(planned, fromUs, rule) : (Disturbance.None, Task.CompletedTask);
        var success = await Seen("a trial that succeeds", () => log.With(_secret, fromUs).FirstOrDefault(call => call.Succeeded && !IsAbandoned(call)));
        var back = await Seen("the key back", () => watch.Since(_key, due.AtUs).FirstOrDefault(moment => moment.State == "Active"));

        await log.Settled(success.EndedUs!.Value);
        var trials = log.With(_secret, fromUs).Where(call => call.ArrivedUs <= success.EndedUs).Select(call => call with { EndedUs = Over(call) }).ToList();
        await Seen("the end of the slow start", () => log.NowUs > back.AtUs + (HealthCatalog.SlowStartMs * 1_000L) ? "" : null);
        await restored;
        var shares = Episode.SharesOf(log.With(_secret, back.AtUs), log.With(_mate, back.AtUs), back.AtUs);
        return new Episode(planned, happened, trials.Count, Episode.AtOnce(trials), (back.AtUs - LastDueUs(due.AtUs, back.AtUs, trials)) / 1e3, (due.AtUs - fault.EndedUs.Value) / 1e3, Episode.CourseOf(fault.EndedUs.Value, due.DueUs.Value, back.AtUs, trials), shares);
    }

    private string? State => watch.Since(_key, long.MaxValue) is [.., var latest] ? latest.State : null;

    /// <summary>An edge that was stopped while it held the ticket: the provider has answered it, and nobody heard.</summary>
    private bool IsAbandoned(ProofCall call) => _abandoned.TryGetValue(call.Mark.Edge, out var sinceUs) && call.ArrivedUs <= sinceUs && call.EndedUs >= sinceUs;

    /// <summary>When a trial was over: how long the provider takes to notice that its caller is gone is not the gateway's affair.</summary>
    private long? Over(ProofCall call) => _left.TryGetValue(call.Mark, out var leftUs) ? Math.Min(leftUs, call.EndedUs ?? leftUs) : call.EndedUs;

    private bool Leave(CallMark mark)
    {
        if (!load.Leave(mark))
            return false;
        _left[mark] = log.NowUs;
        return true;
    }

    /// <summary>When it could have been tried and come back: at the time last set for it, or when a trial was given up after that.</summary>
    private long LastDueUs(long fromUs, long backUs, IReadOnlyList<ProofCall> trials)
    {
        var due = watch.Since(_key, fromUs).Where(moment => moment.State == "Open" && moment.AtUs <= backUs).Max(moment => moment.DueUs!.Value);
        return trials.Where(trial => !trial.Succeeded && trial.EndedUs <= backUs).Select(trial => trial.EndedUs!.Value).Append(due).Max();
    }

    private async Task<(Disturbance Happened, Task Restored)> Disturb(Disturbance planned, long fromUs, long slowRule)
    {
        var trial = await Seen("a trial under way", () => log.With(_secret, fromUs).FirstOrDefault(call => call.EndedUs is null));
        await cluster.Fake.RemoveRule(slowRule);
        if (trial.Mark.Edge < 0)
            return (Disturbance.None, Task.CompletedTask);
        // The first edge tells what is going on.
        if (planned == Disturbance.CallerLeaves || trial.Mark.Edge == 0 || !await oneDown.WaitAsync(0, TestContext.Current.CancellationToken))
            return (Leave(trial.Mark) ? Disturbance.CallerLeaves : Disturbance.None, Task.CompletedTask);
        var edge = edges[trial.Mark.Edge];
        if (planned == Disturbance.EdgeHangs)
        {
            edge.Process.Suspend();
            _abandoned[trial.Mark.Edge] = log.NowUs;
            return (planned, Continue(edge));
        }
        edge.Process.Kill();
        return (planned, Restart(edge));
    }

    /// <summary>Waits for something; when it does not come, tells what owners have said of the key and its provider.</summary>
    private async Task<T> Seen<T>(string what, Func<T?> look)
        where T : class
    {
        try
        {
            return (await Eventually.Get(() => Task.FromResult(look()), seen => seen is not null, Patience))!;
        }
        catch (TimeoutException)
        {
            var id = HealthCatalog.Half(provider);
            var said = cluster.Silos.SelectMany(silo => silo.Process.Output.Lines).Where(line => line.Contains($" {_key} ", StringComparison.Ordinal) || line.Contains($" {id} ", StringComparison.Ordinal));
            throw new TimeoutException($"{id}: {what} was not seen within {Patience.TotalSeconds:0} s. What owners said last:\n{string.Join('\n', said.Order(StringComparer.Ordinal).TakeLast(12))}");
        }
    }

    private async Task Continue(EdgeProcess edge)
    {
        await Task.Delay(Hang, TestContext.Current.CancellationToken);
        edge.Process.Continue();
        oneDown.Release();
    }

    private async Task Restart(EdgeProcess edge)
    {
        await edge.Process.Exit();
        await edge.StartProcess();
        await edge.Ready(Patience);
        oneDown.Release();
    }
}
