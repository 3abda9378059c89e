using AiGateway.Core.Catalog;
using AiGateway.Core.Limits;
using AiGateway.Core.Limits.Edge;
using AiGateway.Edge.Cluster.Leases;

namespace AiGateway.Edge.Tests.Cluster.Leases;

public sealed class AdmissionTests
{
    [Fact]
    public async Task What_a_call_used_is_charged_once_wherever_it_was_taken()
    {
        var (one, other) = (new Bench(Limits()), new Bench(Limits()));
        var admission = default(Admission);
        admission.Add(one.Lease, await Take(one));
        admission.Add(other.Lease, await Take(other));

        for (var again = 0; again < 2; again++)
        {
            admission.Settle(new CallDemand(30, 0), 20, one.NowMs);
            admission.Release(one.NowMs);
        }

        Assert.All([one, other], bench => Assert.Equal((0, 970, 9), (bench.Lease.Account.InUse, TokensLeft(bench), RequestsLeft(bench))));
    }

    [Fact]
    public async Task A_call_that_reached_nobody_is_given_back_once_and_whole()
    {
        var bench = new Bench(Limits());
        var admission = default(Admission);
        admission.Add(bench.Lease, await Take(bench));
        var other = await Take(bench);

        for (var again = 0; again < 2; again++)
        {
            admission.Release(bench.NowMs);
            admission.Settle(new CallDemand(30, 0), 20, bench.NowMs);
        }

        await Tell(bench);
        Assert.Equal((1, 900, 9), (bench.Lease.Account.InUse, TokensLeft(bench), RequestsLeft(bench)));
        bench.Lease.Account.Release(other, bench.NowMs);
        await Tell(bench);
        Assert.Equal((0, 1_000, 10), (bench.Lease.Account.InUse, TokensLeft(bench), RequestsLeft(bench)));
    }

    [Theory]
    [InlineData(ReservationMode.Expected, 20L, true)]
    [InlineData(ReservationMode.Expected, null, false)]
    [InlineData(ReservationMode.Strict, 20L, false)]
    public async Task Only_where_use_is_forecast_is_it_learned(ReservationMode mode, long? output, bool learned)
    {
        var bench = new Bench(Limits() with { Tokens = mode });
        var admission = default(Admission);
        admission.Add(bench.Lease, await Take(bench));

        admission.Settle(new CallDemand(30, 0), output, bench.NowMs);

        Assert.Equal(learned, bench.Lease.Forecast.NineOfTen() is not null);
    }

    private static LimitSpec Limits() => new() { RequestsPerMinute = 10, TokensPerDay = 1_000, Concurrent = 5, Soft = ["requestsPerMinute", "tokensPerDay", "concurrent"] };

    private static async Task<Reservation> Take(Bench bench)
    {
        var result = bench.TryTake(tokens: 100);
        if (result.Outcome == AdmitOutcome.NeedsLease)
        {
            var call = bench.Take(tokens: 100);
            await bench.Answer();
            result = (await call)!.Value;
        }
        Assert.Equal(AdmitOutcome.Admitted, result.Outcome);
        return result.Reservation;
    }

    /// <summary>The owner must hear that a call it knows of was given back.</summary>
    private static Task Tell(Bench bench)
    {
        _ = bench.Lease.Report();
        return bench.Answer();
    }

    private static long TokensLeft(Bench bench) => bench.Lease.Account.Standing(bench.Limited.Limits, bench.NowMs).Tokens!.Value.Remaining;

    private static long RequestsLeft(Bench bench) => bench.Lease.Account.Standing(bench.Limited.Limits, bench.NowMs).Requests!.Value.Remaining;
}
