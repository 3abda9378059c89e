using AiGateway.Core.Retries;
using CsCheck;

namespace AiGateway.Core.Tests.Retries;

public sealed class RetryBudgetTests
{
    private const long Start = 1_000_000;

    private readonly RetryBudget _budget = new();

    [Fact]
    public void A_quiet_pool_has_thirty_retries_in_ten_seconds()
    {
        Assert.Equal(30, Retries(Start));
        Assert.Equal(0, Retries(Start + 9_000));
        Assert.Equal(30, Retries(Start + 10_000));
    }

    [Fact]
    public void A_busy_pool_has_a_tenth_of_its_calls_on_top()
    {
        for (var call = 0; call < 1_000; call++)
            _budget.Called(Start);

        Assert.Equal(130, Retries(Start + 5_000));
    }

    [Fact]
    public void Calls_of_more_than_ten_seconds_ago_earn_nothing()
    {
        for (var call = 0; call < 1_000; call++)
            _budget.Called(Start);

        Assert.Equal(30, Retries(Start + 10_000));
    }

    [Fact]
    public void A_clock_that_was_set_back_frees_nothing_twice()
    {
        Assert.Equal(30, Retries(Start));
        Assert.InRange(Retries(Start - 3_000), 0, 30);
        Assert.InRange(Retries(Start), 0, 30);
    }

    [Fact]
    public void No_ten_seconds_hold_more_retries_than_three_a_second_and_a_tenth_of_twenty_seconds_calls() =>
        Gen.Select(Gen.Int[0, 40], Gen.Int[0, 40], Gen.Int[0, 2_000]).Array[1, 80].Sample(steps =>
        {
            var (budget, now) = (new RetryBudget(), Start);
            var (calls, retries) = (new List<long>(), new List<long>());
            foreach (var (called, wanted, ms) in steps)
            {
                for (var call = 0; call < called; call++, calls.Add(now))
                    budget.Called(now);
                for (var retry = 0; retry < wanted && budget.Allows(now); retry++, retries.Add(now))
                    budget.Retried(now);
                now += ms;
            }
            foreach (var from in retries)
            {
                // A retry may be earned by calls up to ten seconds before it.
                var most = 30 + (calls.Count(at => at > from - 11_000 && at < from + 10_000) / 10);
                Assert.InRange(retries.Count(at => at >= from && at < from + 9_000), 0, most);
            }
        }, iter: 2_000);

    private int Retries(long nowMs)
    {
        var made = 0;
        for (; _budget.Allows(nowMs); made++)
            _budget.Retried(nowMs);
        return made;
    }
}
