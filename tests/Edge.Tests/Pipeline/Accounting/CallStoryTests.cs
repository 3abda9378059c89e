using AiGateway.Core.Health;
using AiGateway.Core.Selection;
using AiGateway.Core.Usage;
using AiGateway.Grains.Cluster;
using AiGateway.Grains.Keys;

namespace AiGateway.Edge.Tests.Pipeline.Accounting;

public sealed class CallStoryTests : IDisposable
{
    private readonly TestGateway _gateway = new();

    public void Dispose() => _gateway.Dispose();

    [Fact]
    public async Task A_call_that_went_straight_tells_when_it_was_sent_and_why_to_that_key()
    {
        _gateway.Provider.Answers(200, TestGateway.Answer());

        var story = await Told();

        Assert.Equal(new CallStory { SentMs = 0, Chosen = KeyReason.Weight }, story);
    }

    [Fact]
    public async Task An_attempt_that_failed_is_told_with_its_key_its_times_and_its_reason()
    {
        _gateway.Provider.Answers(500, TestGateway.ServerError).Answers(200, TestGateway.Answer());
        _gateway.Provider.Before = _ =>
        {
            _gateway.Time.Advance(TimeSpan.FromMilliseconds(120));
            return Task.CompletedTask;
        };

        var record = await Recorded();

        var story = record.Story!;
        var failed = Assert.Single(story.Failed!);
        Assert.NotEqual(record.Key, failed.Key);
        Assert.Equal(("p", "gpt", "server_error", 500, 0.0, 120.0), (failed.Provider, failed.TargetModel, failed.Reason, failed.Status, failed.SentMs, failed.EndedMs));
        Assert.Equal((120.0, KeyReason.Only, null), (story.SentMs, story.Chosen, story.PassedOver));
    }

    [Fact]
    public async Task A_call_that_failed_tells_all_attempts_and_whom_it_passed_over()
    {
        _gateway.Views["k1"].Apply(
            new KeyStatus { KeyId = "k1", Epoch = 1, Version = 1, State = KeyHealthState.Dead, Reason = "invalid_api_key" }, _gateway.Time.MonotonicMs());
        _gateway.Provider.Answers(400, """{"error":{"message":"no","code":"bad_thing"}}""");

        var story = await Told();

        Assert.Equal(("k2", "bad_thing", 400), Assert.Single(story.Failed!.Select(one => (one.Key, one.Reason, one.Status))));
        Assert.Equal("k1 Dead (invalid_api_key)", story.PassedOver);
    }

    [Fact]
    public async Task A_call_for_which_there_was_no_key_tells_why()
    {
        foreach (var key in new[] { "k1", "k2" })
        {
            _gateway.Views[key].Apply(
                new KeyStatus { KeyId = key, Epoch = 1, Version = 1, State = KeyHealthState.Disabled }, _gateway.Time.MonotonicMs());
        }

        Assert.Equal(new CallStory { PassedOver = "k1 Disabled, k2 Disabled" }, await Told());
    }

    private async Task<CallStory> Told()
    {
        var story = (await Recorded()).Story;
        Assert.NotNull(story);
        return story;
    }

    private async Task<UsageRecord> Recorded()
    {
        await _gateway.Call(TestGateway.Chat());
        return Assert.Single(_gateway.Records);
    }
}
