using AiGateway.Core.Limits;
using AiGateway.Core.Limits.Edge;

namespace AiGateway.Core.Tests.Limits.Fairness;

/// <summary>Consumers who share a model of 600 calls a minute, with the owner's and the edges' real rules.</summary>
public sealed class FairSharingTests
{
    private static readonly Limit SixHundred = new(LimitDimension.RequestsPerMinute, 600, Hard: true);

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
        var bench = new Bench(SixHundred);
        var startMs = bench.NowMs;
        var edges = Enumerable.Range(0, 2).Select(i => new Site(bench, $"edge-{i}")).ToList();
        var admitted = consumers.ToDictionary(consumer => consumer.Name, _ => 0);
        for (var now = 0L; now < minutes * 60_000L; now++)
        {
            bench.NowMs = startMs + now;
            foreach (var (name, weight, perSecond) in consumers)
            {
                // Evenly spread, and by turns at each edge.
                if (now * perSecond / 1_000 == (now + 1) * perSecond / 1_000)
                    continue;
                if (edges[(int)(now * perSecond / 1_000 % 2)].Call(name, weight) && now >= 60_000)
                    admitted[name]++;
            }
            if (now % 250 == 0)
                edges.ForEach(edge => edge.Tend());
        }
        return admitted;
    }

    private sealed class Site(Bench bench, string name)
    {
        private readonly LeaseAccount _account = Bench.Edge(name);
        private readonly Contention _contention = new();

        public bool Call(string consumer, int weight)
        {
            if (_contention.Offer(consumer, weight, 0, bench.NowMs) is not null)
                return false;
            var result = bench.Try(_account);
            for (var reports = 0; result.Outcome == AdmitOutcome.NeedsLease && reports < 4; reports++)
            {
                Report();
                result = bench.Try(_account);
            }
            if (result.Outcome != AdmitOutcome.Admitted)
                return false;
            if (result.RefillDue)
                Report();
            bench.Settle(_account, result.Reservation);
            return true;
        }

        public void Tend()
        {
            if (_account.ReportDue(bench.Limits, bench.NowMs) || _contention.IsDue(bench.NowMs))
                Report();
        }

        private void Report()
        {
            var reply = bench.Serve(_account.BeginReport(bench.Limits, bench.NowMs) with { Offers = _contention.Tell(bench.NowMs) });
            _account.Apply(reply, bench.NowMs, bench.NowMs);
            _contention.Hear(reply.Shares, bench.NowMs);
        }
    }
}
