using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.Failover;

[Collection(UndisturbedTests.Name)]
public sealed class KeyRecoveryTests(SharedGateway gateway)
{
    [Fact]
    public async Task A_throttled_key_comes_back_by_itself_at_the_time_the_provider_named()
    {
        using var lane = await gateway.Lane(new LaneOptions { Keys = 2 });
        await lane.Answers(new { status = 429, headers = new Dictionary<string, string> { ["retry-after"] = "2" } }, times: 1, key: 1);
        await Until(lane, calls => calls.Any(c => c.Status == 429));
        var throttled = (await lane.Calls()).First(c => c.Status == 429);

        // Which of the two keys a call gets is drawn: of several at once one is drawn for it soon, however slow the machine.
        await Until(lane, calls => calls.Any(c => c.Seq > throttled.Seq && c.Key == lane.Secret(1)), callers: 8);

        var back = (await lane.Calls()).First(c => c.Seq > throttled.Seq && c.Key == lane.Secret(1));
        var seconds = (back.ArrivedUs - throttled.ArrivedUs) / 1e6;
        TestContext.Current.TestOutputHelper?.WriteLine($"back after {seconds:0.000} s");
        // At most a tenth is added so that edges do not all come back in one instant.
        Assert.InRange(seconds, 2.0, 4.0);
        Assert.Equal("Active", await lane.Admin.KeyState(lane.KeyId(1)));
        // The caller never noticed.
        Assert.DoesNotContain(await lane.Calls(), c => c.Status is not (200 or 429));
    }

    [Fact]
    public async Task The_only_call_of_a_quiet_minute_waits_for_the_limit_it_meets_and_is_answered()
    {
        using var lane = await gateway.Lane(new LaneOptions { Keys = 1 });
        await lane.Answers(new { status = 429, headers = new Dictionary<string, string> { ["retry-after"] = "2" } }, times: 1);

        Assert.Equal(200, (await lane.Chat()).Status);

        var calls = await lane.Calls();
        Assert.Equal([429, 200], calls.Select(call => call.Status));
        Assert.InRange((calls[1].ArrivedUs - calls[0].ArrivedUs) / 1e6, 2.0, 3.5);
    }

    [Fact]
    public async Task A_failing_key_is_tried_by_exactly_one_call_before_it_is_back()
    {
        using var lane = await gateway.Lane(new LaneOptions { Keys = 2 });
        await lane.Answers(new { status = 500 }, key: 1, times: 40);
        // While another key answers, one that fails gets too few calls to be given up.
        _ = (await lane.Admin.Post($"/admin/v1/keys/{lane.KeyId(2)}/disable")).Ok;
        await Eventually.Get(async () => (await lane.Chat(), await lane.Admin.KeyState(lane.KeyId(1))).Item2, state => state is "Open");
        _ = (await lane.Admin.Post($"/admin/v1/keys/{lane.KeyId(2)}/enable")).Ok;
        await lane.Admin.KeyBecomes(lane.KeyId(2), "Active");
        await lane.Fake.Clear();
        // Slow enough for a second call to slip in, were it let.
        await lane.Answers(new { delayHeadersMs = 700 }, key: 1, times: 1);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Until(lane, calls => calls.Count(c => c.Key == lane.Secret(1)) >= 3)));

        var tries = (await lane.Calls()).Where(c => c.Key == lane.Secret(1)).ToList();
        Assert.Equal(1, tries.Count(c => c.ArrivedUs <= tries[0].EndedUs));
        Assert.True(tries[0].EndedUs - tries[0].ArrivedUs >= 700_000);
        Assert.Equal("Active", await lane.Admin.KeyState(lane.KeyId(1)));
    }

    [Fact]
    public async Task A_dead_key_is_used_no_more_until_an_operator_unblocks_it()
    {
        using var lane = await gateway.Lane(new LaneOptions { Keys = 2 });
        await lane.Answers(new { preset = "openai.invalid_key" }, key: 1);
        await Until(lane, calls => calls.Any(c => c.Key == lane.Secret(1)));
        await lane.Admin.KeyBecomes(lane.KeyId(1), "Dead");
        for (var i = 0; i < 10; i++)
            Assert.Equal(200, (await lane.Chat()).Status);
        Assert.Single(await lane.Calls(), c => c.Key == lane.Secret(1));
        await lane.Fake.Clear();

        _ = (await lane.Admin.Post($"/admin/v1/keys/{lane.KeyId(1)}/unblock")).Ok;

        await Until(lane, calls => calls.Any(c => c.Key == lane.Secret(1) && c.Status == 200));
        Assert.Equal("Active", await lane.Admin.KeyState(lane.KeyId(1)));
    }

    [Fact]
    public async Task A_key_refused_by_accident_is_back_after_one_look_at_the_list_of_models()
    {
        using var lane = await gateway.Lane(new LaneOptions { Keys = 2 });
        await lane.Answers(new { status = 401 }, key: 1, times: 1);
        await Until(lane, calls => calls.Any(c => c.Status == 401));

        await lane.Admin.KeyBecomes(lane.KeyId(1), "Active");

        var look = Assert.Single(await lane.Fake.CallsWith(lane.Secret(1)), c => c.Method == "GET");
        Assert.Equal("/v1/models", look.Path);
    }

    [Fact]
    public async Task A_disabled_key_is_not_used_until_it_is_enabled()
    {
        using var lane = await gateway.Lane(new LaneOptions { Keys = 2 });

        _ = (await lane.Admin.Post($"/admin/v1/keys/{lane.KeyId(1)}/disable")).Ok;
        await Eventually.Holds(async () => await UsedOnly(lane, 2));
        _ = (await lane.Admin.Post($"/admin/v1/keys/{lane.KeyId(1)}/enable")).Ok;

        await Until(lane, calls => calls.Any(c => c.Key == lane.Secret(1)));
    }

    private static async Task<bool> UsedOnly(Lane lane, int key)
    {
        await lane.Fake.Clear();
        for (var i = 0; i < 4; i++)
            Assert.Equal(200, (await lane.Chat()).Status);
        return (await lane.Calls()).All(c => c.Key == lane.Secret(key));
    }

    /// <summary>Calls, one after the other, until the provider's log shows what is awaited.</summary>
    private static Task Until(Lane lane, Func<IReadOnlyList<FakeCall>, bool> seen, int callers = 1) => Eventually.Holds(async () =>
    {
        Assert.All(await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => lane.Chat())), answer => Assert.Equal(200, answer.Status));
        return seen(await lane.Calls());
    });
}
