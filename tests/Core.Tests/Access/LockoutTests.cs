using AiGateway.Core.Access;

namespace AiGateway.Core.Tests.Access;

public sealed class LockoutTests
{
    [Fact]
    public void The_first_failures_cost_no_wait()
    {
        var lockout = default(Lockout);
        for (var failure = 1; failure < Lockout.Free; failure++)
        {
            lockout = lockout.Try(1_000);
            Assert.Equal(0, lockout.WaitMs(1_000));
        }
    }

    [Fact]
    public void Each_further_failure_doubles_the_wait_up_to_a_quarter_of_an_hour()
    {
        var (lockout, now) = (new Lockout(Lockout.Free - 1, 0), 1_000L);
        foreach (var seconds in (int[])[30, 60, 120, 240, 480, 900, 900, 900])
        {
            lockout = lockout.Try(now);
            Assert.Equal(seconds * 1_000, lockout.WaitMs(now));
            now = lockout.UntilMs;
        }
    }

    [Fact]
    public void A_day_without_a_try_forgets_failures()
    {
        var locked = new Lockout(40, 0).Try(1_000);

        Assert.Equal(1, locked.Try(locked.UntilMs + Lockout.ForgottenAfterMs + 1).Failures);
        Assert.Equal(42, locked.Try(locked.UntilMs + Lockout.ForgottenAfterMs).Failures);
    }
}
