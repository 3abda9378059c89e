using AiGateway.Core.Usage;
using AiGateway.Core.Usage.Records;

namespace AiGateway.Core.Tests.Usage.Records;

public sealed class RecordQueryTests
{
    private static readonly StoredRecord Call = new("edge-1", 7, new UsageRecord
    {
        CallId = "call-7",
        StartedAtMs = 1_000,
        Consumer = "team-a",
        Model = "gpt",
        Operation = "chat.completions",
        Provider = "openai",
        Key = "openai-1",
        Outcome = CallOutcome.Limited,
        Status = 429,
    });

    [Fact]
    public void What_is_not_named_does_not_matter() => Assert.True(new RecordQuery().Matches(Call));

    [Fact]
    public void A_record_that_is_all_that_is_named_is_found() => Assert.True(new RecordQuery
    {
        FromMs = 1_000, ToMs = 1_001, CallId = "call-7", Consumer = "team-a", Model = "gpt", Provider = "openai", Key = "openai-1",
        Outcome = CallOutcome.Limited, Status = 429, After = new RecordPlace(1_000, "edge-1", 8),
    }.Matches(Call));

    public static TheoryData<RecordQuery> Others => new(
        new RecordQuery { FromMs = 1_001 }, new RecordQuery { ToMs = 1_000 }, new RecordQuery { CallId = "call" },
        new RecordQuery { Consumer = "Team-a" }, new RecordQuery { Model = "gp" }, new RecordQuery { Provider = "anthropic" },
        new RecordQuery { Key = "openai-2" }, new RecordQuery { Outcome = CallOutcome.Ok }, new RecordQuery { Status = 200 },
        new RecordQuery { Shadow = true }, new RecordQuery { After = RecordPlace.Of(Call) }, new RecordQuery { After = new RecordPlace(1_000, "edge-0", 9) });

    [Theory]
    [MemberData(nameof(Others))]
    public void A_record_that_differs_in_one_thing_is_not(RecordQuery query) => Assert.False(query.Matches(Call));

    [Fact]
    public void The_newest_comes_first_then_the_later_edge_then_the_higher_number()
    {
        StoredRecord At(long ms, string edge, long sequence) => new(edge, sequence, Call.Record with { StartedAtMs = ms });
        StoredRecord[] inOrder = [At(3, "a", 1), At(2, "b", 1), At(2, "a", 2), At(2, "a", 1), At(1, "z", 9)];

        Assert.Equal(inOrder, inOrder.Reverse().Order(RecordPlace.NewestFirst));
    }
}
