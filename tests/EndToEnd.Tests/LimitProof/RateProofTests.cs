using AiGateway.EndToEnd.Tests.Cluster;

namespace AiGateway.EndToEnd.Tests.LimitProof;

[Collection(LimitProofTests.Name)]
public sealed class RateProofTests(ProofCluster proofCluster)
{
    private static readonly TimeSpan AtLeast = TimeSpan.FromSeconds(70);

    [Fact]
    public async Task No_limit_is_passed_in_any_minute_whatever_dies_and_everybody_is_served_again()
    {
        var cluster = await proofCluster.Ready();
        var plan = ProofPlan.FromEnvironment();
        await using var proof = await RateProof.Start(cluster, plan);
        Report.Line($"seed {plan.Seed}, {cluster.Silos.Count} silos, {cluster.Edges.Count} edges");

        if (plan.Minutes is { } minutes)
            await LongForm(cluster, proof, plan, TimeSpan.FromMinutes(minutes));
        else
            await ShortForm(cluster, proof, plan);
        await proof.Stop();

        var rows = proof.Calls.Select(c => Row(proof, plan, c.Key, c.Value)).OrderBy(r => r.Consumer.Limit).ThenBy(r => r.Consumer.Load).ToList();
        var (sent, admitted) = (rows.Sum(r => r.Calls.Sent), rows.Sum(r => r.Admitted));
        ProofRow.Print(rows);
        Report.Line($"{proof.Elapsed.TotalSeconds:0} s, {sent} calls sent ({sent / proof.Elapsed.TotalSeconds:0}/s), {admitted} admitted, {rows.Count(r => !r.Holds)} of {rows.Count} limits passed");
        Assert.True(rows.TrueForAll(r => r.Holds), string.Join("; ", rows.Where(r => !r.Holds).Select(r => FormattableString.Invariant($"{r.Consumer.Id}: {r.Judged} in a minute"))));
        Assert.Empty(proof.NotServedAgain);
        Assert.DoesNotContain(rows, r => r.Consumer.Gap <= RateProof.CallsOften && r.Admitted == 0);
    }

    private static async Task ShortForm(TestCluster cluster, RateProof proof, ProofPlan plan)
    {
        // Leases are out at every edge before the first of them dies.
        await Task.Delay(TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken);
        foreach (var fault in ProofFaults.Short(cluster, plan))
            await proof.Happen(fault);
        await proof.AllServedAgain();
        // More than a window, or the verdict would say little.
        if (proof.Elapsed < AtLeast)
            await Task.Delay(AtLeast - proof.Elapsed, TestContext.Current.CancellationToken);
    }

    private static async Task LongForm(TestCluster cluster, RateProof proof, ProofPlan plan, TimeSpan time)
    {
        await Task.Delay(plan.Calm, TestContext.Current.CancellationToken);
        await proof.RunHeaviest(plan.Heavy);
        foreach (var fault in ProofFaults.Endless(cluster, plan))
        {
            await proof.Happen(fault);
            await proof.AllServedAgain();
            if (proof.Elapsed > time)
                break;
        }
    }

    private static ProofRow Row(RateProof proof, ProofPlan plan, ProofConsumer consumer, OfferedCalls calls) => consumer == ProofConsumer.Heaviest
        ? ProofRow.Of(consumer, calls, proof.Recorder.Of(consumer), proof.HeavyBeganUs!.Value, plan.Heavy)
        : ProofRow.Of(consumer, calls, proof.Recorder.Of(consumer), proof.BeganUs, plan.Calm);
}
