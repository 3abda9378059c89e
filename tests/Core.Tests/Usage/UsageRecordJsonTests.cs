using System.Text;
using AiGateway.Core.Selection;
using AiGateway.Core.Usage;
using CsCheck;

namespace AiGateway.Core.Tests.Usage;

public sealed class UsageRecordJsonTests
{
    private static readonly UsageRecord Full = SampleRecords.At(SampleRecords.Noon, CallOutcome.Interrupted) with
    {
        Provider = "openai", TargetModel = "gpt-4o", Key = "main\n\"quoted\" é", Streamed = true, Status = 200,
    };

    [Fact]
    public void What_was_written_is_read_back() =>
        Gen.Select(SampleRecords.Any, Gen.String, Gen.String.Null()).Sample((any, id, key) =>
        {
            var record = any with { CallId = Sound(id), Key = key is null ? null : Sound(key) };
            Assert.True(UsageRecordJson.TryRead(UsageRecordJson.Write(record), out var copy));
            Assert.Equal(record, copy);
        });

    [Fact]
    public void A_story_is_read_back_as_it_was_written()
    {
        var story = new CallStory
        {
            SentMs = 12.5,
            Chosen = KeyReason.Trial,
            Failed = [new FailedAttempt { Provider = "p", TargetModel = "gpt", Key = "k\n\0", Chosen = KeyReason.Pinned, SentMs = 0.5, EndedMs = 12, Reason = "timeout" }],
            PassedOver = "k2 Dead (ü)",
        };

        Assert.True(UsageRecordJson.TryRead(UsageRecordJson.Write(Full with { Story = story }), out var copy));
        Assert.Equal(story, copy!.Story);
        Assert.Equal(story, UsageRecordJson.ReadStory(UsageRecordJson.Write(story)));
        Assert.NotEqual(story, story with { Failed = [story.Failed[0] with { Reason = "other" }] });
        Assert.Null(UsageRecordJson.ReadStory("{"));
    }

    [Fact]
    public void A_record_is_one_line_with_names_rather_than_numbers()
    {
        var line = Encoding.UTF8.GetString(UsageRecordJson.Write(Full));
        Assert.DoesNotContain('\n', line);
        Assert.Contains("\"outcome\":\"Interrupted\"", line, StringComparison.Ordinal);
        Assert.DoesNotContain("total\":", line, StringComparison.Ordinal);
    }

    [Fact]
    public void A_torn_line_is_rejected_wherever_it_broke_and_whatever_follows()
    {
        var line = UsageRecordJson.Write(Full);
        var next = UsageRecordJson.Write(SampleRecords.At(SampleRecords.Noon + 1));
        for (var length = 0; length < line.Length; length++)
        {
            Assert.False(UsageRecordJson.TryRead(line.AsSpan(0, length), out var none));
            Assert.Null(none);
            Assert.False(UsageRecordJson.TryRead([.. line[..length], .. new byte[line.Length - length]], out _));
            if (length > 0)
                Assert.False(UsageRecordJson.TryRead([.. line[..length], .. next], out _));
        }
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("""{"callId":null,"startedAtMs":1,"consumer":"c","model":"m","operation":"o","outcome":"Ok"}""")]
    [InlineData("""{"callId":"a","callId":"b","startedAtMs":1,"consumer":"c","model":"m","operation":"o","outcome":"Ok"}""")]
    [InlineData("""{"callId":"a","startedAtMs":1,"consumer":"c","model":"m","operation":"o","outcome":"Odd"}""")]
    [InlineData("""{"callId":"a","startedAtMs":1,"consumer":"c","model":"m","operation":"o"}""")]
    public void What_is_not_one_whole_record_is_rejected(string line) =>
        Assert.False(UsageRecordJson.TryRead(Encoding.UTF8.GetBytes(line), out _));

    [Fact]
    public void A_line_written_before_there_were_prices_has_no_cost_rather_than_a_cost_of_nothing()
    {
        var line = """{"callId":"a","startedAtMs":1,"consumer":"c","model":"m","operation":"o","tokens":{"prompt":3,"completion":1,"cached":0,"reasoning":0,"estimated":false},"outcome":"Ok"}"""u8;
        Assert.True(UsageRecordJson.TryRead(line, out var record));
        Assert.Null(record!.CostNanos);
        Assert.DoesNotContain("cost", Encoding.UTF8.GetString(UsageRecordJson.Write(record)), StringComparison.Ordinal);
        Assert.Contains("\"costNanos\":0,", Encoding.UTF8.GetString(UsageRecordJson.Write(record with { CostNanos = 0 })), StringComparison.Ordinal);
    }

    [Fact]
    public void Members_of_a_later_version_are_skipped()
    {
        var line = """{"callId":"a","later":{"x":[1]},"startedAtMs":1,"consumer":"c","model":"m","operation":"o","outcome":"Ok"}"""u8;
        Assert.True(UsageRecordJson.TryRead(line, out var record));
        Assert.Equal("a", record!.CallId);
    }

    /// <summary>Without halves of surrogate pairs, which no encoding can carry.</summary>
    private static string Sound(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
