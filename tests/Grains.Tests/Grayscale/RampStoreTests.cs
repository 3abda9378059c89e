using AiGateway.Core.Grayscale;
using AiGateway.Grains.Feed;
using AiGateway.Grains.Grayscale;
using AiGateway.Grains.Tests.Hosting;

namespace AiGateway.Grains.Tests.Grayscale;

/// <summary>What survives a loss, and that no loss brings back what was rolled back.</summary>
[Collection(nameof(SharedCluster))]
public sealed class RampStoreTests(SharedCluster cluster)
{
    private IRampGrain Ramp(string model) => cluster.Grains.GetGrain<IRampGrain>(model);

    [Fact]
    public async Task Its_step_survives_a_new_activation_whose_word_is_newer_and_which_counts_anew()
    {
        var ramp = Ramp("reactivated");
        var edge = new ReportingEdge(ramp);
        await edge.Introduce();
        await edge.Saw(canary: 20, baseline: 100);
        cluster.Time.Advance(TimeSpan.FromMilliseconds(60_000));
        var before = await Eventually.Get(() => edge.Saw(), status => status.Share == 1_000);
        await edge.Saw(canary: 7);
        await cluster.Deactivate(ramp);

        var after = await ramp.Status();

        Assert.Equal((RampState.Running, 1_000, before.Run), (after.State, after.Share, after.Run));
        Assert.True(after.IsNewerThan(before));
        Assert.Equal(0, (await ramp.Figures()).Canary.Calls);
        // What was counted for the owner before is not for this one.
        await edge.Saw(canary: 5, failed: 5);
        Assert.Equal(0, (await ramp.Figures()).Canary.Calls);
    }

    [Fact]
    public async Task A_share_is_not_raised_as_long_as_the_store_does_not_take_it()
    {
        var ramp = Ramp("unstored");
        var edge = new ReportingEdge(ramp);
        await edge.Introduce();
        await edge.Saw(canary: 20, baseline: 100);
        cluster.Store.BeforeWrite(ramp, () => Task.FromException(new IOException("The store is not there.")));
        cluster.Time.Advance(TimeSpan.FromMilliseconds(60_000));

        for (var i = 0; i < 5; i++)
            Assert.Equal(100, (await edge.Saw()).Share);
        await Assert.ThrowsAsync<TimeoutException>(() => ramp.Operate(RampAction.Promote, ReportingEdge.Terms).AsTask());
        Assert.Equal(100, (await ramp.Status()).Share);
        cluster.Store.BeforeWrite(ramp, null);

        await Eventually.Get(async () => (await edge.Saw()).Share, share => share == 1_000);
        Assert.Contains("\"share\":1000", cluster.Store.Text(ramp)!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_roll_back_waits_for_no_store_and_is_stored_when_it_is_back()
    {
        var ramp = Ramp("urgent");
        var edge = new ReportingEdge(ramp);
        await edge.Introduce();
        var back = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        cluster.Store.BeforeWrite(ramp, () => back.Task);

        Assert.True((await edge.Saw(canary: 5, failed: 5)).IsRolledBack);
        Assert.DoesNotContain("RolledBack", cluster.Store.Text(ramp)!, StringComparison.Ordinal);
        back.SetResult();

        await Stored(ramp, "RolledBack");
    }

    [Fact]
    public async Task A_roll_back_that_was_told_and_not_stored_is_learnt_from_the_feed()
    {
        var ramp = Ramp("told");
        var edge = new ReportingEdge(ramp);
        var running = await edge.Introduce();
        await Stored(ramp, "Running");
        // What an owner that was lost right after its word would leave behind.
        await cluster.Grains.GetGrain<IFeedGrain>(IFeedGrain.Key).PublishRamp(running with { Version = running.Version + 1, State = RampState.RolledBack, Share = 0, Reason = RampReasons.ErrorRate, Message = "lost" });
        await cluster.Deactivate(ramp);

        var status = await Eventually.Get(async () => await ramp.Status(), seen => seen.IsRolledBack);

        Assert.Equal((RampReasons.ErrorRate, "lost", 0), (status.Reason, status.Message, status.Share));
        await Stored(ramp, "RolledBack");
    }

    [Fact]
    public async Task A_roll_back_that_only_an_edge_knows_of_is_learnt_from_it()
    {
        var ramp = Ramp("known");
        var edge = new ReportingEdge(ramp);
        var running = await edge.Introduce();
        await Stored(ramp, "Running");

        var status = await edge.Objects(running with { Version = running.Version + 1, State = RampState.RolledBack, Share = 0, Reason = RampReasons.FailuresInARow });

        Assert.Equal((RampState.RolledBack, RampReasons.FailuresInARow), (status.State, status.Reason));
        await Stored(ramp, "RolledBack");
        // After a new start an old roll-back is history.
        var restarted = (await ramp.Operate(RampAction.Restart, ReportingEdge.Terms)).Status;
        Assert.Equal(RampState.Running, (await edge.Objects(running with { State = RampState.RolledBack })).State);
        Assert.True(restarted.Run > running.Run);
    }

    [Fact]
    public async Task Another_activation_that_wrote_a_roll_back_is_followed()
    {
        var ramp = Ramp("doubled");
        var edge = new ReportingEdge(ramp);
        var running = await edge.Introduce();
        await Stored(ramp, "Running");
        cluster.Store.Put(ramp, "ramp", new RampRecord
        {
            Epoch = running.Epoch + 1,
            Ramp = new Ramp { State = RampState.RolledBack, Run = running.Run, Version = 9, Reason = "theirs", Terms = ReportingEdge.Terms },
        });

        await ramp.Operate(RampAction.Pause, ReportingEdge.Terms);

        var status = await Eventually.Get(async () => await ramp.Status(), seen => seen.IsRolledBack);
        Assert.Equal("theirs", status.Reason);
        Assert.True(status.Epoch > running.Epoch + 1);
    }

    [Fact]
    public void In_the_feed_a_roll_back_stands_against_a_newer_owner_that_does_not_know_it()
    {
        var log = new FeedLog(epoch: 5);
        var running = new RampStatus { ModelId = "m", Epoch = 1, Version = 2, Run = 1, State = RampState.Running, Share = 100 };
        log.Put(running with { Version = 3, State = RampState.RolledBack, Share = 0 }, 0);

        Assert.False(log.Put(running with { Epoch = 9, Version = 7 }, 0));
        Assert.True(log.Put(running with { Epoch = 9, Version = 8, State = RampState.RolledBack }, 0));
        Assert.True(log.Put(running with { Epoch = 9, Version = 9, Run = 2 }, 0));
        var told = Assert.Single(log.Since(FeedPosition.Start, 1_000)!.Ramps);
        Assert.Equal((2L, 1_000L), (told.Run, told.ForMs));
        log.Retain(new Grains.Catalog.CatalogKeyIds(1, []) { Ramps = ["m"] });
        Assert.NotNull(log.Ramp("m"));
        log.Retain(new Grains.Catalog.CatalogKeyIds(1, ["m"]) { Providers = ["m"] });
        Assert.Null(log.Ramp("m"));
    }

    private Task<string> Stored(IRampGrain ramp, string state) =>
        Eventually.Get(() => Task.FromResult(cluster.Store.Text(ramp) ?? ""), text => text.Contains($"\"state\":\"{state}\"", StringComparison.Ordinal));
}
