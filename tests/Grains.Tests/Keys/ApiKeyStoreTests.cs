using AiGateway.Core.Health;
using AiGateway.Grains.Keys;
using AiGateway.Grains.Tests.Hosting;

namespace AiGateway.Grains.Tests.Keys;

[Collection(nameof(SharedCluster))]
public sealed class ApiKeyStoreTests(SharedCluster cluster)
{
    private IApiKeyGrain Key(string id) => cluster.Grains.GetGrain<IApiKeyGrain>(id);

    [Fact]
    public async Task State_survives_a_new_activation_whose_word_is_newer()
    {
        var key = Key("reactivated");
        var before = await Dead(key);
        await cluster.Deactivate(key);
        cluster.Time.Advance(TimeSpan.FromMilliseconds(1));

        var after = await key.Status();

        Assert.Equal((KeyHealthState.Dead, "invalid_api_key"), (after.State, after.Reason));
        Assert.True(after.IsNewerThan(before));
        Assert.False(before.IsNewerThan(after));
    }

    [Fact]
    public async Task State_moves_to_another_silo()
    {
        var key = Key("moved");
        await Dead(key);
        var here = cluster.SiloOf(key);

        await cluster.Migrate(key);

        Assert.Equal(KeyHealthState.Dead, (await key.Status()).State);
        Assert.NotEqual(here, cluster.SiloOf(key));
    }

    [Fact]
    public async Task A_new_owner_whose_clock_is_behind_is_believed_all_the_same()
    {
        var key = Key("behind");
        var before = await Dead(key);
        await cluster.Deactivate(key);

        // No time has passed for the next owner.
        var after = await key.Unblock();

        Assert.True(after.Epoch > before.Epoch, $"{after.Epoch} must be later than {before.Epoch}.");
    }

    [Fact]
    public async Task A_store_that_fails_costs_no_answer_and_the_next_change_is_stored()
    {
        var key = Key("unstored");
        cluster.Store.FailOnce(key);

        Assert.Equal(KeyHealthState.Dead, (await key.Report(KeyFailures.Report(KeyFailures.Dead))).State);
        Assert.Null(cluster.Store.Text(key));
        await key.Disable();

        await Stored(key, "Disabled");
    }

    [Fact]
    public async Task A_store_that_hangs_keeps_an_operator_for_a_second_and_gets_only_the_newest_when_it_is_back()
    {
        var key = Key("hanging");
        var back = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var writes = 0;
        cluster.Store.BeforeWrite(key, () =>
        {
            writes++;
            return back.Task;
        });

        await key.Report(KeyFailures.Report(KeyFailures.Dead));
        var unblocking = key.Unblock().AsTask();
        while (!unblocking.IsCompleted)
        {
            // The clock runs on until the grain has stopped waiting, whenever it began to.
            cluster.Time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.WhenAny(unblocking, Task.Delay(10, TestContext.Current.CancellationToken));
        }
        Assert.Equal(KeyHealthState.Active, (await unblocking).State);
        await key.Report(KeyFailures.Report(KeyFailures.Throttle(60_000)));
        Assert.Equal(1, writes);
        back.SetResult();

        await Stored(key, "Throttled");
        Assert.Equal(2, writes);
    }

    [Fact]
    public async Task A_write_whose_answer_was_lost_does_not_stop_later_ones()
    {
        var key = Key("unconfirmed");
        cluster.Store.AfterWrite(key, () =>
        {
            cluster.Store.AfterWrite(key, null);
            return Task.FromException(new TimeoutException("No answer from the store."));
        });
        await key.Report(KeyFailures.Report(KeyFailures.Dead));
        await Stored(key, "Dead");

        await key.Disable();

        await Stored(key, "Disabled");
    }

    private async Task<KeyStatus> Dead(IApiKeyGrain key)
    {
        var status = await key.Report(KeyFailures.Report(KeyFailures.Dead));
        await Stored(key, "Dead");
        return status;
    }

    private Task<string> Stored(IApiKeyGrain key, string state) =>
        Eventually.Get(() => Task.FromResult(cluster.Store.Text(key) ?? ""), text => text.Contains($"\"state\":\"{state}\"", StringComparison.Ordinal));
}
