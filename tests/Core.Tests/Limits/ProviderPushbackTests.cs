using AiGateway.Core.Limits;
using AiGateway.Core.Limits.Leasing;
using AiGateway.Core.Limits.Owner;

namespace AiGateway.Core.Tests.Limits;

/// <summary>The limits of an account at a provider that knows better.</summary>
public sealed class ProviderPushbackTests
{
    private static readonly LimitSet Hundred = new([new Limit(LimitDimension.RequestsPerMinute, 100, Hard: false)]);

    private readonly LimitOwner _owner = new(null, Hundred, 1, 1_795_176_000_000, 0, LeaseTerms.Default);
    private LeaseId _lease;
    private long _sequence;

    public ProviderPushbackTests()
    {
        _owner.BeginWrite(0);
        _owner.Written();
        _lease = Report(0, null).Lease;
    }

    [Fact]
    public void A_refusal_lowers_the_limit_by_a_tenth_and_many_at_once_count_as_one()
    {
        Assert.Equal(90, Left(1_000, Refused));
        Assert.Equal(90, Left(1_500, Refused));
        Assert.Equal(81, Left(2_100, Refused));
    }

    [Fact]
    public void It_is_never_lowered_below_half_and_grows_by_a_hundredth_per_clean_ten_seconds()
    {
        for (var second = 1; second <= 20; second++)
            Report(second * 2_000, Refused);

        Assert.Equal(50, Left(40_000, null));
        Assert.Equal(51, Left(50_000, null));
        Assert.Equal(56, Left(100_000, null));
        Assert.Equal(100, Left(700_000, null));
    }

    [Fact]
    public void Fewer_remaining_calls_than_known_are_believed_and_more_are_not()
    {
        Assert.Equal(100, Left(0, new(false, 5_000, null)));
        Assert.Equal(30, Left(10, new(false, 30, null)));
        Assert.Equal(30, Left(20, new(false, 80, null)));
        Assert.Equal(100, Left(61_000, null));
    }

    [Fact]
    public void A_negative_remainder_is_none()
    {
        Assert.Equal(0, Left(10, new(false, -7, null)));
    }

    private static ProviderPushback Refused { get; } = new(true, null, null);

    private long Left(long nowMs, ProviderPushback? pushback) => Report(nowMs, pushback).Permits[0].Remaining;

    private LeaseReply Report(long nowMs, ProviderPushback? pushback)
    {
        var report = new LeaseReport
        {
            Edge = new("edge", 1), Lease = _lease, Sequence = ++_sequence, Pushback = pushback,
            Permits = [new PermitReport(LimitDimension.RequestsPerMinute, 0, 0, 0, 0, 0)],
        };
        var reply = _owner.Serve(report, nowMs).Reply;
        if (reply.Lease != _lease)
        {
            // A lease that ran out: what it reports of counts with the next one.
            _lease = reply.Lease;
            return pushback is null ? reply : Report(nowMs, pushback);
        }
        return reply;
    }
}
