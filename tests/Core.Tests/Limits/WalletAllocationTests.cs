using AiGateway.Core.Catalog;
using AiGateway.Core.Limits;

namespace AiGateway.Core.Tests.Limits;

public sealed class WalletAllocationTests
{
    [Fact]
    public void Admitting_settling_and_refusing_allocate_nothing()
    {
        var limits = new LimitSpec
        {
            RequestsPerMinute = 1_000_000, TokensPerMinute = 1_000_000_000, TokensPerDay = 1_000_000_000, Concurrent = 1_000,
        };
        var bench = new Bench(limits);
        var wallet = bench.Edge();
        for (var i = 0; i < 5_000; i++)
            wallet.Settle(bench.Call(500).Reservation, 400);
        Prime(bench);

        Run(wallet, limits, 1_000);
        Prime(bench);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var admitted = Run(wallet, limits, 1_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(1_000, admitted);
    }

    [Fact]
    public void Repeating_a_refusal_allocates_nothing()
    {
        var limits = new LimitSpec { RequestsPerMinute = 1, TokensPerMinute = 100 };
        var bench = new Bench(limits);
        bench.CallUntilRefused(10);
        var wallet = bench.Edge();
        for (var i = 0; i < 100; i++)
            wallet.TryAdmit(10, limits, 10);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var refused = 0;
        for (var i = 0; i < 1_000; i++)
            refused += wallet.TryAdmit(10, limits, 10).Outcome == AdmitOutcome.Refused ? 1 : 0;
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(1_000, refused);
    }

    /// <summary>Makes many permits ready by letting many calls wait.</summary>
    private static void Prime(Bench bench)
    {
        for (var i = 0; i < 100_000; i++)
            bench.Edge().TryAdmit(500_000, bench.Limits, 0);
        bench.Refill();
    }

    private static int Run(LeaseWallet wallet, LimitSpec limits, int calls)
    {
        var admitted = 0;
        for (var i = 0; i < calls; i++)
        {
            var result = wallet.TryAdmit(500, limits, 0);
            admitted += result.Outcome == AdmitOutcome.Admitted ? 1 : 0;
            if (i % 3 == 0)
                wallet.Release(result.Reservation);
            else
                wallet.Settle(result.Reservation, i % 3 == 1 ? 300 : 600);
            wallet.RefillDue(limits, 0);
        }
        return admitted;
    }
}
