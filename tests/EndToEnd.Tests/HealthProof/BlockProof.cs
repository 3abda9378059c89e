using AiGateway.EndToEnd.Tests.Cluster;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.HealthProof;

/// <summary>Lets the busy key of a cluster under load die and live again, time after time.</summary>
/// <param name="busy">So many of the edges, from the first, call all the time; the others have to be told.</param>
/// <param name="watch">Asks all edges all the time when they know.</param>
internal sealed class BlockProof(TestCluster cluster, IReadOnlyList<EdgeProcess> edges, int busy, ProviderLog log, bool watch) : IDisposable
{
    private const string Key = "block-1";
    private const string Secret = "sk-block-1";

    /// <summary>Calls that are let pass before anybody is asked what it knows: asking takes time from those who are measured.</summary>
    private const int Undisturbed = 40;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);

    private readonly Standstill _standstill = new();

    public ProofLoad Load() => new(edges.Take(busy), callers: 3, _ => "block", TimeSpan.FromMilliseconds(25));

    /// <param name="number">Of the event; another edge is asked to bring the key back each time.</param>
    public async Task<BlockEvent> Die(int number)
    {
        // An answer takes a while, so that some are always under way.
        var slow = await cluster.Fake.AddRule(new { match = new { key = Secret }, answer = new { delayHeadersMs = 60 } });
        await AllUseIt(log.NowUs);
        _standstill.TakeLongestMs();
        var fromUs = log.NowUs;
        await cluster.Fake.RemoveRule(slow);
        var refusal = await cluster.Fake.AddRule(new { match = new { key = Secret }, answer = new { preset = "openai.invalid_key" } });

        var first = await Eventually.Get(() => Task.FromResult(FirstRefusal(fromUs)), call => call is not null);
        double? knownMs = watch ? await AllKnow(first!) : null;
        await Eventually.Holds(() => Task.FromResult(log.WithAnyOf("block", fromUs).Count >= Undisturbed));
        // Who knows uses it no more, so nothing can come after this.
        await Eventually.Holds(async () => Array.TrueForAll(await EdgeView.Everywhere(edges, Key), here => here.State is "Dead" or "Probing"));
        await log.Settled(log.NowUs);
        var stoodStillMs = _standstill.TakeLongestMs();
        var calls = log.With(Secret, fromUs - 2_000_000);

        await cluster.Fake.RemoveRule(refusal);
        _ = (await edges[number % edges.Count].Admin.Post($"/admin/v1/keys/{Key}/unblock")).Ok;
        await EdgeView.Becomes(edges, Key, "Active");
        return BlockEvent.Of(calls, first!, busy, knownMs, stoodStillMs);
    }

    public void Dispose() => _standstill.Dispose();

    private ProofCall? FirstRefusal(long fromUs) =>
        log.With(Secret, fromUs).Where(call => call is { Status: 401, IsChat: true, EndedUs: not null }).MinBy(call => call.EndedUs);

    private async Task<double> AllKnow(ProofCall first)
    {
        while (!Array.TrueForAll(await EdgeView.Everywhere(edges, Key), here => here.State is not "Active"))
            await Task.Delay(Look, TestContext.Current.CancellationToken);
        return (log.NowUs - first.EndedUs!.Value) / 1e3;
    }

    private Task AllUseIt(long sinceUs) => Eventually.Holds(() =>
        Task.FromResult(log.With(Secret, sinceUs).Where(call => call is { IsChat: true, Status: 200 }).Select(call => call.Mark.Edge).Distinct().Count() == busy));
}
