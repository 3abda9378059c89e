using AiGateway.Core.Catalog;
using AiGateway.Core.Limits;

namespace AiGateway.Core.Tests.Limits;

public sealed class WalletThreadTests
{
    [Fact]
    public void Many_threads_use_no_more_than_was_granted_and_lose_nothing()
    {
        var limits = new LimitSpec { RequestsPerMinute = 2_000, TokensPerMinute = 100_000, Concurrent = 64 };
        var (ledger, wallet, gate) = (new LimitLedger(), new LeaseWallet("a", 1), new Lock());
        var (admitted, released, tokens) = (0, 0, 0L);
        Parallel.For(0, 8, new ParallelOptions { CancellationToken = TestContext.Current.CancellationToken }, thread =>
        {
            var random = new Random(thread);
            for (var i = 0; i < 2_000; i++)
            {
                var result = wallet.TryAdmit(random.Next(1, 100), limits, 0);
                if (result.Outcome == AdmitOutcome.NeedsLease)
                {
                    lock (gate)
                    {
                        wallet.Apply(ledger.Serve(wallet.BeginRefill(limits, 0), limits, Bench.Noon), 0);
                    }
                    continue;
                }
                if (result.Outcome == AdmitOutcome.Refused)
                    continue;
                Interlocked.Increment(ref admitted);
                if (random.Next(4) == 0)
                {
                    wallet.Release(result.Reservation);
                    Interlocked.Increment(ref released);
                    continue;
                }
                var used = random.NextInt64(result.Reservation.Tokens + 1);
                Interlocked.Add(ref tokens, used);
                wallet.Settle(result.Reservation, used);
            }
        });

        Assert.InRange(admitted - released, 1, 2_000);
        Assert.InRange(tokens, 1, 100_000);
        Assert.Equal(0, wallet.InUse);
        var left = ledger.Serve(Bench.Report(1, "observer"), limits, Bench.Noon).Remaining;
        Assert.Equal(2_000 - (admitted - released), left.RequestsPerMinute + wallet.Available(LimitDimension.RequestsPerMinute, 0));
        Assert.Equal(100_000 - tokens, left.TokensPerMinute + wallet.Available(LimitDimension.TokensPerMinute, 0));
    }
}
