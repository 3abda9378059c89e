using System.Globalization;
using AiGateway.Core.Health;

namespace AiGateway.Core.Tests.Health;

public sealed class KeyHealthModelTests
{
    [Fact]
    public void A_model_the_key_cannot_use_is_left_out_for_minutes_and_the_key_goes_on()
    {
        var script = new KeyHealthScript().Fails(Failures.NoModel, model: "big");

        Assert.Equal(new BlockedModel("big", script.NowMs + 300_000, "model_not_found"), Assert.Single(script.Key.BlockedModels));
        Assert.True(script.Key.IsUsable(script.NowMs));
        Assert.False(script.Key.IsUsable(script.NowMs, "big"));
        Assert.True(script.Key.IsUsable(script.NowMs, "small"));
        Assert.Equal(script.NowMs + 300_000, script.Key.NextDueMs);
        Assert.Empty(script.After(300_000).Ticks().Key.BlockedModels);
    }

    [Fact]
    public void A_quota_of_one_model_blocks_it_until_the_reset_or_for_a_quarter_of_an_hour()
    {
        var quota = Failures.Billing(3_600_000) with { Scope = FailureScope.KeyModel };

        Assert.Equal(KeyHealthScript.StartMs + 3_600_000, Assert.Single(new KeyHealthScript().Fails(quota).Key.BlockedModels).UntilMs);
        Assert.Equal(KeyHealthScript.StartMs + 900_000,
            Assert.Single(new KeyHealthScript().Fails(quota with { RetryAfterMs = null }).Key.BlockedModels).UntilMs);
    }

    [Fact]
    public void Late_reports_of_the_same_block_change_nothing()
    {
        var script = new KeyHealthScript().Fails(Failures.NoModel);
        var before = script.Key;

        Assert.Same(before, script.After(900).Fails(Failures.NoModel, times: 9).Key);
        Assert.Equal(2, script.After(5_000).Fails(Failures.NoModel).Key.Version);
        Assert.Single(script.Key.BlockedModels);
    }

    [Fact]
    public void The_list_is_bounded_and_the_oldest_goes_first()
    {
        var script = new KeyHealthScript();
        for (var i = 0; i < 300; i++)
            script.Fails(Failures.NoModel, model: i.ToString(CultureInfo.InvariantCulture));

        Assert.Equal(256, script.Key.BlockedModels.Count);
        Assert.Equal(("44", "299"), (script.Key.BlockedModels[0].Model, script.Key.BlockedModels[^1].Model));
        Assert.Equal(256, script.Fails(Failures.NoModel, model: new string('x', 257)).Key.BlockedModels.Count);
        Assert.Equal("299", script.Key.BlockedModels[^1].Model);
    }

    [Fact]
    public void Without_a_name_no_model_is_blocked() =>
        Assert.Equal(0, new KeyHealthScript().Fails(Failures.NoModel, model: null).Fails(Failures.NoModel, model: "").Key.Version);

    [Fact]
    public void Blocks_outlive_the_states_of_the_key_but_not_an_operator()
    {
        var script = new KeyHealthScript().Fails(Failures.NoModel, model: "big").Fails(Failures.Throttle(250)).Due().Ticks();

        Assert.Single(script.Key.BlockedModels);
        Assert.Empty(script.Does((key, now) => key.Unblock(now)).Key.BlockedModels);
    }
}
