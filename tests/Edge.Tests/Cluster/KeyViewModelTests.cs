using AiGateway.Core.Health;
using AiGateway.Edge.Cluster;
using AiGateway.Grains.Cluster;
using AiGateway.Grains.Keys;
using Microsoft.Extensions.Time.Testing;

namespace AiGateway.Edge.Tests.Cluster;

/// <summary>A key with a model whose circuit is, or has been, open.</summary>
public sealed class KeyViewModelTests
{
    private const long Now = 1_000;
    private readonly KeyView _key = new("k");
    private long _version;

    [Theory]
    [InlineData(KeyHealthState.Open, false)]
    [InlineData(KeyHealthState.Probing, false)]
    [InlineData(KeyHealthState.Active, true)]
    public void A_model_that_is_out_is_out_alone(KeyHealthState state, bool usable)
    {
        Say(Model(state));

        Assert.Equal((usable, true), (_key.IsUsable("m", Now), _key.IsUsable("other", Now)));
        // Only a trial ends it, not time.
        Assert.Equal(usable, _key.IsUsable("m", Now + 600_000));
        Assert.Equal((usable ? 0 : null, 0L), (_key.UsableInMs("m", Now), _key.UsableInMs("other", Now)));
    }

    [Fact]
    public void The_worst_of_key_and_model_counts()
    {
        Say(Model(KeyHealthState.Active) with { SlowStartLeftMs = 10_000, SlowStartMs = 10_000 });
        Assert.Equal((0.1, 1), (Math.Round(_key.Share("m", Now), 6), _key.Share("other", Now)));

        _key.Apply(Status() with { SlowStartLeftMs = 5_000, SlowStartMs = 10_000, Models = [Model(KeyHealthState.Active)] }, Now);
        Assert.Equal((0.55, 0.55), (Math.Round(_key.Share("m", Now), 6), Math.Round(_key.Share("other", Now), 6)));

        _key.Apply(Status() with { State = KeyHealthState.Dead, Models = [Model(KeyHealthState.Active)] }, Now);
        Assert.False(_key.IsUsable("m", Now));
    }

    [Fact]
    public void A_model_the_owner_names_no_more_is_well_and_older_word_changes_nothing()
    {
        var old = Status() with { Models = [Model(KeyHealthState.Open)] };
        Say(Model(KeyHealthState.Open));
        _key.Apply(Status(), Now);

        Assert.True(_key.IsUsable("m", Now));
        Assert.Empty(_key.Models);
        Assert.False(_key.Apply(old, Now));
        Assert.True(_key.IsUsable("m", Now));
    }

    [Fact]
    public void It_is_due_when_its_time_is_up_and_a_lost_probe_at_its_deadline()
    {
        foreach (var state in new[] { KeyHealthState.Open, KeyHealthState.Probing })
        {
            Say(Model(state));
            var model = Assert.Single(_key.Models);
            Assert.Equal((false, true), (model.IsProbeDue(Now + 99), model.IsProbeDue(Now + 100)));
        }
        Say(Model(KeyHealthState.Active));
        Assert.False(Assert.Single(_key.Models).IsProbeDue(long.MaxValue));
    }

    [Fact]
    public void Its_trial_is_for_a_call_for_it_and_the_keys_is_for_any_other()
    {
        Say(Model(KeyHealthState.Open));
        var (ofModel, ofKey) = (new ProbeGrant("model", 1, ProbeKind.RealCall), new ProbeGrant("key", 1, ProbeKind.RealCall));
        _key.Model("m")!.Probe.Offer(ofModel, long.MaxValue);
        _key.Probe.Offer(ofKey, long.MaxValue);

        Assert.Same(ofModel, _key.TakeProbe("m", Now, out var slot));
        Assert.Same(_key.Model("m")!.Probe, slot);
        Assert.Null(_key.TakeProbe("m", Now, out _));
        Assert.Same(ofKey, _key.TakeProbe("other", Now, out slot));
        Assert.Same(_key.Probe, slot);
    }

    [Fact]
    public void While_the_key_is_out_a_call_for_the_model_tries_neither()
    {
        _key.Apply(Status() with { State = KeyHealthState.Open, UntilInMs = 0, Models = [Model(KeyHealthState.Open)] }, Now);
        _key.Probe.Offer(new ProbeGrant("key", 1, ProbeKind.RealCall), long.MaxValue);
        _key.Model("m")!.Probe.Offer(new ProbeGrant("model", 1, ProbeKind.RealCall), long.MaxValue);

        Assert.Null(_key.TakeProbe("m", Now, out _));
        Assert.Equal("key", _key.TakeProbe("other", Now, out _)!.Ticket);
    }

    [Fact]
    public void An_offer_outlives_other_news_of_the_key()
    {
        Say(Model(KeyHealthState.Open));
        var grant = new ProbeGrant("t", 1, ProbeKind.RealCall);
        _key.Model("m")!.Probe.Offer(grant, long.MaxValue);

        Say(Model(KeyHealthState.Probing), Model(KeyHealthState.Open) with { Model = "n" });

        Assert.Same(grant, _key.TakeProbe("m", Now, out _));
    }

    [Fact]
    public void Without_the_control_plane_it_ends_by_its_time()
    {
        var time = new FakeTimeProvider();
        var contact = new ControlPlaneContact(time);
        var key = new KeyView("k", contact);
        contact.Heard();
        var now = time.MonotonicMs();
        key.Apply(Status() with { Models = [Model(KeyHealthState.Open)] }, now);

        Assert.False(key.IsUsable("m", now + 3_000));
        Assert.True(key.IsUsable("m", now + 3_001));
    }

    [Fact]
    public void A_limit_that_was_just_met_ends_by_the_time_the_provider_named()
    {
        _key.Quarantine(Now + 1_500, Now + 1_500);
        Assert.Equal((false, 1_500L), (_key.IsUsable("m", Now), _key.UsableInMs("m", Now)));
        _key.EndQuarantine();

        _key.Quarantine("m", Now + 2_000, Now + 9_000);
        Assert.Equal((9_000L, 0L), (_key.UsableInMs("m", Now), _key.UsableInMs("other", Now)));
        _key.Quarantine(Now + 2_000);
        Assert.Null(_key.UsableInMs("other", Now));
    }

    private static ModelStatus Model(KeyHealthState state) => new() { Model = "m", State = state, UntilInMs = state == KeyHealthState.Active ? null : 100 };

    private KeyStatus Status() => new() { KeyId = "k", Epoch = 1, Version = ++_version };

    private void Say(params ModelStatus[] models) => _key.Apply(Status() with { Models = models }, Now);
}
