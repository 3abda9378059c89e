using AiGateway.Core.Health;
using AiGateway.Edge.Cluster;
using AiGateway.Grains.Cluster;
using AiGateway.Grains.Keys;
using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace AiGateway.Edge.Tests.Cluster;

public sealed class KeyViewTests
{
    private const long Now = 1_000;
    private readonly KeyView _key = new("k");

    [Fact]
    public void A_key_nobody_spoke_of_is_usable() => Assert.True(_key.IsUsable("m", Now));

    [Theory]
    [InlineData(1, 5, 1, 6, true)]
    [InlineData(1, 5, 2, 0, true)]
    [InlineData(1, 5, 1, 5, false)]
    [InlineData(1, 5, 1, 4, false)]
    [InlineData(2, 0, 1, 9, false)]
    public void Only_newer_word_counts(long epoch, long version, long nextEpoch, long nextVersion, bool counts)
    {
        _key.Apply(Status(KeyHealthState.Dead) with { Epoch = epoch, Version = version }, Now);

        Assert.Equal(counts, _key.Apply(Status(KeyHealthState.Active) with { Epoch = nextEpoch, Version = nextVersion }, Now));
        Assert.Equal(counts, _key.IsUsable("m", Now));
    }

    [Fact]
    public void Words_that_are_doubled_or_out_of_order_leave_what_the_newest_says() =>
        Gen.Select(Gen.Select(Gen.Long[1, 3], Gen.Long[0, 6]).Array[1, 20], Gen.Int[0, 19].Array[1, 40]).Sample((words, deliveries) =>
    {
        var key = new KeyView("k");
        var arrived = deliveries.Select(delivery => words[delivery % words.Length]).ToList();
        foreach (var (epoch, version) in arrived)
        {
            key.Apply(Said(epoch, version), Now);
            key.Apply(Said(epoch, version), Now);
        }

        var (lastEpoch, lastVersion) = arrived.Max();
        Assert.Equal(Said(lastEpoch, lastVersion), key.Status);
        Assert.Equal(key.Status.UntilInMs, key.UntilInMs(Now));

        static KeyStatus Said(long epoch, long version) =>
            Status((KeyHealthState)((epoch + version) % 3)) with { Epoch = epoch, Version = version, UntilInMs = (100 * epoch) + version };
    }, iter: 10_000);

    [Theory]
    [InlineData(KeyHealthState.Active, true)]
    [InlineData(KeyHealthState.Throttled, false)]
    [InlineData(KeyHealthState.Open, false)]
    [InlineData(KeyHealthState.Probing, false)]
    [InlineData(KeyHealthState.QuotaOut, false)]
    [InlineData(KeyHealthState.Dead, false)]
    [InlineData(KeyHealthState.Disabled, false)]
    public void Calls_use_only_active_keys(KeyHealthState state, bool usable)
    {
        _key.Apply(Status(state) with { UntilInMs = 10 }, Now);

        Assert.Equal(usable, _key.IsUsable("m", Now));
    }

    [Fact]
    public void A_throttled_key_is_usable_from_its_time_on()
    {
        _key.Apply(Status(KeyHealthState.Throttled) with { UntilInMs = 500 }, Now);

        Assert.False(_key.IsUsable("m", Now + 499));
        Assert.Equal(1, _key.UntilInMs(Now + 499));
        Assert.True(_key.IsUsable("m", Now + 500));
        Assert.Equal(0, _key.UntilInMs(Now + 5_000));
    }

    [Fact]
    public void A_blocked_model_is_out_for_its_time_and_no_other_is()
    {
        _key.Apply(Status(KeyHealthState.Active) with { BlockedModels = [new("m", 100, "model_not_found")] }, Now);

        Assert.False(_key.IsUsable("m", Now + 99));
        Assert.True(_key.IsUsable("M", Now));
        Assert.True(_key.IsUsable("m", Now + 100));
    }

    [Fact]
    public void A_quarantine_ends_with_its_time_with_the_owners_answer_or_with_newer_word()
    {
        _key.Quarantine(Now + 100);
        Assert.False(_key.IsUsable("m", Now + 99));
        Assert.True(_key.IsUsable("m", Now + 100));

        _key.Quarantine(Now + 100);
        _key.EndQuarantine();
        Assert.True(_key.IsUsable("m", Now));

        _key.Quarantine(Now + 100);
        _key.Apply(Status(KeyHealthState.Active), Now);
        Assert.True(_key.IsUsable("m", Now));
    }

    [Fact]
    public void A_quarantine_of_one_model_leaves_the_others_usable()
    {
        _key.Quarantine("m", Now + 100);

        Assert.False(_key.IsUsable("m", Now + 99));
        Assert.True(_key.IsUsable("other", Now));
        Assert.True(_key.IsUsable("m", Now + 100));
        _key.Quarantine("m", Now + 100);
        _key.EndQuarantine();
        Assert.True(_key.IsUsable("m", Now));
    }

    [Theory]
    [InlineData(KeyHealthState.Open, true)]
    [InlineData(KeyHealthState.Dead, true)]
    [InlineData(KeyHealthState.QuotaOut, true)]
    [InlineData(KeyHealthState.Probing, true)]
    [InlineData(KeyHealthState.Active, false)]
    [InlineData(KeyHealthState.Throttled, false)]
    [InlineData(KeyHealthState.Disabled, false)]
    public void A_key_that_is_out_is_due_for_a_probe_when_its_time_is_up(KeyHealthState state, bool due)
    {
        _key.Apply(Status(state) with { UntilInMs = 100 }, Now);

        Assert.False(_key.IsProbeDue(Now + 99));
        Assert.Equal(due, _key.IsProbeDue(Now + 100));
    }

    [Fact]
    public void A_key_that_comes_back_is_given_a_tenth_at_first_and_all_in_the_end()
    {
        Assert.Equal(1, _key.Share("m", Now));
        _key.Apply(Status(KeyHealthState.Active) with { SlowStartLeftMs = 10_000, SlowStartMs = 10_000 }, Now);

        Assert.Equal(0.1, _key.Share("m", Now), 6);
        Assert.Equal(0.55, _key.Share("m", Now + 5_000), 6);
        Assert.Equal(1, _key.Share("m", Now + 10_000));
        Assert.Equal(1, _key.Share("m", long.MaxValue));
        _key.Apply(Status(KeyHealthState.Active) with { Version = 2, SlowStartLeftMs = 2_500, SlowStartMs = 10_000 }, Now);
        Assert.Equal(0.775, _key.Share("m", Now), 6);
    }

    [Theory]
    [InlineData(KeyHealthState.Throttled, KeyHealthState.Active, true)]
    [InlineData(KeyHealthState.Open, KeyHealthState.Active, true)]
    [InlineData(KeyHealthState.Probing, KeyHealthState.Open, true)]
    [InlineData(KeyHealthState.Probing, KeyHealthState.Dead, false)]
    [InlineData(KeyHealthState.Probing, KeyHealthState.QuotaOut, false)]
    [InlineData(KeyHealthState.QuotaOut, KeyHealthState.Active, false)]
    [InlineData(KeyHealthState.Dead, KeyHealthState.Active, false)]
    [InlineData(KeyHealthState.Disabled, KeyHealthState.Active, false)]
    public void Without_the_control_plane_only_passing_states_end_by_their_time(KeyHealthState state, KeyHealthState from, bool ends)
    {
        var time = new FakeTimeProvider();
        var contact = new ControlPlaneContact(time);
        var key = new KeyView("k", contact);
        contact.Heard();
        var now = time.MonotonicMs();
        key.Apply(Status(state) with { UntilInMs = 1_000, ProbedFrom = from }, now);

        Assert.Equal(state == KeyHealthState.Throttled, key.IsUsable("m", now + 3_000));
        Assert.Equal(ends, key.IsUsable("m", now + 3_001));
        Assert.Equal(ends, key.IsUsable("m", now + 600_000));
    }

    [Fact]
    public void What_is_lost_longer_than_a_state_lasts_does_not_end_it_early()
    {
        var time = new FakeTimeProvider();
        var contact = new ControlPlaneContact(time);
        var key = new KeyView("k", contact);
        contact.Heard();
        var now = time.MonotonicMs();
        key.Apply(Status(KeyHealthState.Open) with { UntilInMs = 60_000 }, now);

        Assert.False(key.IsUsable("m", now + 59_999));
        Assert.True(key.IsUsable("m", now + 60_000));
    }

    [Fact]
    public void An_edge_that_has_lost_the_control_plane_uses_no_ticket()
    {
        var time = new FakeTimeProvider();
        var contact = new ControlPlaneContact(time);
        var key = new KeyView("k", contact);
        contact.Heard();
        key.Probe.Offer(new ProbeGrant("t", 1, ProbeKind.RealCall), long.MaxValue);

        time.Advance(TimeSpan.FromMilliseconds(3_001));
        Assert.Null(key.Probe.Take(0));
        contact.Heard();
        Assert.NotNull(key.Probe.Take(0));
    }

    [Fact]
    public void An_offered_probe_is_taken_by_one_of_many()
    {
        _key.Probe.Offer(new ProbeGrant("t", 1, ProbeKind.RealCall), long.MaxValue);

        var taken = 0;
        Parallel.For(0, 1_000, _ =>
        {
            if (_key.Probe.Take(0) is not null)
                Interlocked.Increment(ref taken);
        });

        Assert.Equal(1, taken);
    }

    [Fact]
    public void An_offer_can_be_withdrawn_until_it_is_taken()
    {
        var (one, two) = (new ProbeGrant("t", 1, ProbeKind.RealCall), new ProbeGrant("t", 1, ProbeKind.RealCall));
        _key.Probe.Offer(one, long.MaxValue);
        Assert.False(_key.Probe.Withdraw(two));
        Assert.True(_key.Probe.Withdraw(one));
        Assert.Null(_key.Probe.Take(0));

        _key.Probe.Offer(two, long.MaxValue);
        Assert.Same(two, _key.Probe.Take(0));
        Assert.False(_key.Probe.Withdraw(two));
    }

    [Fact]
    public void Only_one_asks_for_a_probe_at_a_time()
    {
        Assert.True(_key.Probe.TryStartAsking());
        Assert.False(_key.Probe.TryStartAsking());
        _key.Probe.EndAsking();
        Assert.True(_key.Probe.TryStartAsking());
    }

    [Fact]
    public void Views_outlive_catalogs_that_name_their_keys()
    {
        var views = new KeyViews();
        var (a, b) = (views["a"], views["b"]);

        views.Retain(new HashSet<string> { "a" });

        Assert.Same(a, views["a"]);
        Assert.NotSame(b, views["b"]);
    }

    private static KeyStatus Status(KeyHealthState state) => new() { KeyId = "k", Epoch = 1, Version = 1, State = state };
}
