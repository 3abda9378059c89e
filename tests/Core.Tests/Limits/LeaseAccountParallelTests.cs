using AiGateway.Core.Limits;
using AiGateway.Core.Limits.Edge;
using CsCheck;

namespace AiGateway.Core.Tests.Limits;

public sealed class LeaseAccountParallelTests
{
    private const int Threads = 16;

    [Fact]
    public void Any_interleaving_ends_as_some_order_of_the_same_calls_would() =>
        Gen.Int[1, 4].Select(slots => new Edge(slots)).SampleParallel(
            Gen.Operation<Edge>("admit", static edge => edge.Admit()),
            Gen.Operation<Edge>("settle first", static edge => edge.Settle(0)),
            Gen.Operation<Edge>("settle second", static edge => edge.Settle(1)),
            Gen.Operation<Edge>("release first", static edge => edge.Release(0)),
            Gen.Operation<Edge>("release second", static edge => edge.Release(1)),
            equal: static (one, other) => one.State == other.State,
            iter: 300,
            threads: 3);

    [Fact]
    public void Sixteen_threads_take_exactly_what_there_is() => Gen.Select(Gen.Int[1_000, 10_000], Gen.Int[1, 20]).Sample((bound, slots) =>
    {
        var bench = new Bench(new Limit(LimitDimension.RequestsPerMinute, bound, true), new Limit(LimitDimension.Concurrent, slots, true));
        var edge = Bench.Edge();
        var owner = new Lock();
        long admitted = 0, running = 0, mostRunning = 0;
        var threads = Enumerable.Range(0, Threads).Select(_ => new Thread(() =>
        {
            while (Interlocked.Read(ref admitted) < bound)
            {
                var result = bench.Try(edge);
                if (result.Outcome == AdmitOutcome.Admitted)
                {
                    var now = Interlocked.Increment(ref running);
                    InterlockedMost(ref mostRunning, now);
                    Interlocked.Increment(ref admitted);
                    Interlocked.Decrement(ref running);
                    bench.Settle(edge, result.Reservation);
                    bench.Settle(edge, result.Reservation);
                    continue;
                }
                lock (owner)
                {
                    // Refused for want of a slot: time passes, or the refusal would last for ever.
                    bench.NowMs++;
                    bench.Exchange(edge);
                }
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => Assert.True(thread.Join(TimeSpan.FromSeconds(60)), "Threads wait for permits that are there."));

        Assert.Equal(0, edge.InUse);
        Assert.InRange(mostRunning, 1, slots);
        bench.Exchange(edge);
        Assert.Equal(admitted, bench.Owner.Ledgers[LimitDimension.RequestsPerMinute]!.Charges.Used);
        Assert.True(admitted <= bound);
    }, iter: 4, threads: 1);

    private static void InterlockedMost(ref long most, long value)
    {
        long seen;
        while (value > (seen = Interlocked.Read(ref most)))
            Interlocked.CompareExchange(ref most, value, seen);
    }

    /// <summary>An edge with so many slots and a few permits, and two calls under way. Each operation is one call of the account.</summary>
    private sealed class Edge
    {
        private readonly Bench _bench;
        private readonly LeaseAccount _account = Bench.Edge();
        private readonly Reservation[] _running = new Reservation[2];

        public Edge(int slots)
        {
            _bench = new Bench(new Limit(LimitDimension.Concurrent, slots + _running.Length, false), new Limit(LimitDimension.RequestsPerMinute, 20, false));
            for (var i = 0; i < _running.Length; i++)
            {
                while (_bench.Try(_account) is var result && (_running[i] = result.Reservation) == default)
                    _bench.Exchange(_account);
            }
        }

        public (int, long, long) State => (_account.InUse, _account.Available(LimitDimension.Concurrent, _bench.NowMs),
            _account.Available(LimitDimension.RequestsPerMinute, _bench.NowMs));

        public void Admit() => _bench.Try(_account);

        public void Settle(int call) => _bench.Settle(_account, _running[call]);

        public void Release(int call) => _account.Release(_running[call], _bench.NowMs);
    }
}
