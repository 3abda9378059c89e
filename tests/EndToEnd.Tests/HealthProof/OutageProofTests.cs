using AiGateway.EndToEnd.Tests.Cluster;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.HealthProof;

/// <summary>A provider that is down for all its keys, and what that costs beyond what its fallback costs anyway.</summary>
[Collection(HealthProofTests.Name)]
public sealed class OutageProofTests(HealthCluster proof)
{
    private const double MostLoad = 1.1;
    private const double MostLatency = 1.2;
    private const int Callers = 6;

    /// <summary>What a provider takes for an answer: without it, one failed attempt would weigh more than it does.</summary>
    private const int AnswerMs = 150;

    [LongFormFact]
    public async Task An_outage_is_answered_by_the_fallback_at_its_own_speed_and_hardly_asked_twice()
    {
        await proof.Ready();
        var plan = proof.Plan;
        var down = (long)plan.Outage.TotalMicroseconds;
        var slowMain = await proof.Fake.AddRule(new { match = new { key = "sk-out-*" }, answer = new { delayHeadersMs = AnswerMs } });
        await proof.Fake.AddRule(new { match = new { key = "sk-spare-*" }, answer = new { delayHeadersMs = AnswerMs } });
        await using var log = await ProviderLog.Start(proof.Fake);
        await using var load = new ProofLoad(proof.Edges, Callers, number => number % 2 == 0 ? "out" : "direct", TimeSpan.FromMilliseconds(10));
        await Eventually.Holds(() => Task.FromResult(log.WithAnyOf("out").Count >= 100));
        var wellUs = log.NowUs;
        await Eventually.Holds(() => Task.FromResult(log.NowUs >= wellUs + down), plan.Outage + Eventually.Deadline);

        var beginUs = log.NowUs;
        await proof.Fake.RemoveRule(slowMain);
        var fault = await proof.Fake.AddRule(new { match = new { key = "sk-out-*" }, answer = new { status = 500 } });
        await Eventually.Holds(() => Task.FromResult(log.NowUs >= beginUs + down), plan.Outage + Eventually.Deadline);
        var endUs = log.NowUs;
        await proof.Fake.RemoveRule(fault);
        await load.Stop();
        await log.Settled(log.NowUs);

        var well = Window.Of(log, wellUs, beginUs);
        var outage = Window.Of(log, beginUs, endUs);
        var (through, direct) = (Took(load, "out", log, beginUs, endUs), Took(load, "direct", log, beginUs, endUs));
        var ratio = outage.AttemptsPerCall / well.AttemptsPerCall;
        Report.Line($"well: {well.Attempts} attempts for {well.Calls} calls; down: {outage.Attempts} for {outage.Calls}, {ratio:0.000} times as many for each; of {outage.Asked} that met the outage {outage.AskedAgain} asked it again");
        Report.Line($"during the outage, calls that end at the fallback: p50 {through.Percentile(0.5):0.0} ms, p99 {through.Percentile(0.99):0.0} ms of {through.Count}; calls of the fallback itself: p50 {direct.Percentile(0.5):0.0} ms, p99 {direct.Percentile(0.99):0.0} ms of {direct.Count}; p99 {through.Percentile(0.99) / direct.Percentile(0.99):0.00} times");

        Assert.Empty(load.Failures);
        // A few calls of each caller find out, however long it lasts: in a short outage they weigh more.
        Assert.InRange(outage.Attempts - outage.Calls, 0, (outage.Calls / 10) + (2 * Callers * HealthCluster.EdgeCount));
        // A tenth of the calls, and three a second on top for each edge.
        Assert.InRange(outage.AskedAgain, 0, (outage.Calls / 10) + (int)(3 * HealthCluster.EdgeCount * plan.Outage.TotalSeconds));
        if (!plan.IsLong)
            return;
        Assert.True(ratio <= MostLoad, FormattableString.Invariant($"{ratio:0.00} times the attempts"));
        Assert.True(through.Percentile(0.99) <= MostLatency * direct.Percentile(0.99));
    }

    private static List<double> Took(ProofLoad load, string model, ProviderLog log, long fromUs, long toUs) =>
        [.. load.Ends.Where(end => end.Model == model && log.At(end.BeganAt) is var at && at >= fromUs && at < toUs).Select(end => end.TookMs)];

    /// <summary>What the calls that began within a time cost the providers.</summary>
    private sealed record Window(int Calls, int Attempts, int Asked, int AskedAgain)
    {
        public double AttemptsPerCall => (double)Attempts / Calls;

        public static Window Of(ProviderLog log, long fromUs, long toUs)
        {
            var attempts = log.WithAnyOf("out", fromUs).Concat(log.WithAnyOf("spare", fromUs).Where(call => call.Model == HealthCatalog.StandIn))
                .Where(call => call.IsChat && call.ArrivedUs < toUs).ToList();
            var asked = attempts.Where(call => call.Model == "main").GroupBy(call => call.Mark).ToList();
            return new Window(attempts.DistinctBy(call => call.Mark).Count(), attempts.Count, asked.Count, asked.Sum(call => call.Count() - 1));
        }
    }
}
