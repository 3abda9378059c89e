using AiGateway.Core.Limits;
using AiGateway.Core.Limits.Edge;
using AiGateway.Core.Limits.Leasing;
using AiGateway.Core.Limits.Owner;

namespace AiGateway.Core.Tests.Limits.Fairness;

/// <summary>Consumers who share a model of 600 calls a minute, with the owner's and the edges' real rules.</summary>
public sealed class FairSharingTests
{
    private static readonly LimitSet SixHundred = new([new Limit(LimitDimension.RequestsPerMinute, 600, Hard: true)]);

    [Fact]
    public void Who_asks_for_little_is_served_whatever_the_others_ask_for()
    {
        var admitted = Run(minutes: 4, ("greedy", 2, 100), ("modest", 2, 2));

        Assert.InRange(admitted["modest"], 3 * 120 * 0.95, 3 * 120);
        Assert.InRange(admitted["greedy"], 3 * 480 * 0.9, (3 * 480) + 60);
    }

    [Fact]
    public void Two_who_ask_for_too_much_get_the_same()
    {
        var admitted = Run(minutes: 4, ("one", 2, 40), ("other", 2, 100));

        Assert.InRange(admitted["one"] / (double)admitted["other"], 0.85, 1.18);
    }

    [Fact]
    public void A_higher_weight_gets_more_in_proportion()
    {
        var admitted = Run(minutes: 4, ("high", 4, 100), ("low", 1, 100));

        Assert.InRange(admitted["high"] / (double)admitted["low"], 3.4, 4.7);
    }

    [Fact]
    public void One_alone_gets_everything()
    {
        var admitted = Run(minutes: 4, ("alone", 1, 50));

        Assert.InRange(admitted["alone"], 3 * 600 * 0.97, 3 * 600);
    }

    [Fact]
    public void Nobody_is_held_back_while_there_is_plenty()
    {
        var admitted = Run(minutes: 4, ("a", 1, 3), ("b", 1, 4));

        Assert.Equal((3 * 180, 3 * 240), (admitted["a"], admitted["b"]));
    }

    /// <returns>Calls admitted by consumer, the first minute left out.</returns>
    private static Dictionary<string, int> Run(int minutes, params (string Name, int Weight, int PerSecond)[] consumers)
    {
        var owner = new LimitOwner(null, SixHundred, 1, 1_795_176_000_000, 0, LeaseTerms.Default);
        owner.BeginWrite(0);
        owner.Written();
        var edges = Enumerable.Range(0, 2).Select(i => new Site(owner, $"edge-{i}")).ToList();
        var admitted = consumers.ToDictionary(consumer => consumer.Name, _ => 0);
        for (var now = 0L; now < minutes * 60_000L; now++)
        {
            foreach (var (name, weight, perSecond) in consumers)
            {
                // Evenly spread, and by turns at each edge.
                if (now * perSecond / 1_000 == (now + 1) * perSecond / 1_000)
                    continue;
                if (edges[(int)(now * perSecond / 1_000 % 2)].Call(name, weight, now) && now >= 60_000)
                    admitted[name]++;
            }
            if (now % 250 == 0)
                edges.ForEach(edge => edge.Tend(now));
        }
        return admitted;
    }

    private sealed class Site(LimitOwner owner, string name)
    {
        private readonly LeaseAccount _account = new(new EdgeName(name, 1), 0, LeaseTerms.Default);
        private readonly Contention _contention = new();

        public bool Call(string consumer, int weight, long now)
        {
            if (_contention.Offer(consumer, weight, 0, now) is not null)
                return false;
            var result = _account.TryAdmit(default, SixHundred, now);
            for (var reports = 0; result.Outcome == AdmitOutcome.NeedsLease && reports < 4; reports++)
            {
                Report(now);
                result = _account.TryAdmit(default, SixHundred, now);
            }
            if (result.Outcome != AdmitOutcome.Admitted)
                return false;
            if (result.RefillDue)
                Report(now);
            _account.Settle(result.Reservation, default, now);
            return true;
        }

        public void Tend(long now)
        {
            if (_account.ReportDue(SixHundred, now) || _contention.IsDue(now))
                Report(now);
        }

        private void Report(long now)
        {
            var report = _account.BeginReport(SixHundred, now) with { Offers = _contention.Tell(now) };
            var served = owner.Serve(report, now);
            for (var writes = 0; writes < 3 && owner.BeginWrite(now) is not null; writes++)
            {
                owner.Written();
                if (served.AwaitsWrite)
                    served = owner.Serve(report, now, again: true);
            }
            _account.Apply(served.Reply, now, now);
            _contention.Hear(served.Reply.Shares, now);
        }
    }
}
