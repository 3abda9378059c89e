using AiGateway.Core.Usage;
using AiGateway.Core.Usage.Records;
using AiGateway.Edge.Records;

namespace AiGateway.EndToEnd.Tests.Records;

public sealed class PostgresRecordStoreTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_keeps_each_record_once_and_answers_each_question_as_the_rule_says()
    {
        await using var server = await PostgresServer.Start();
        // As many as edges that start at one moment.
        var stores = Enumerable.Range(0, 4).Select(_ => PostgresRecordStore.Connect(server.ConnectionString)).ToList();
        IReadOnlyList<StoredRecord> all = [.. Enumerable.Range(1, 60).SelectMany(i => new[] { Record(i, "edge-1"), Record(i, "edge-2") })];

        await Task.WhenAll(stores.Select(store => store.Write(all, Stop)));

        RecordQuery[] questions =
        [
            new(), new() { Shadow = true }, new() { FromMs = 30, ToMs = 40 }, new() { CallId = "call-17" }, new() { Consumer = "odd", Model = "three" },
            new() { Consumer = "o%" }, new() { Consumer = "' OR true --" }, new() { Provider = "p", Key = "k" }, new() { Outcome = CallOutcome.Limited },
            new() { Status = 429 }, new() { After = new RecordPlace(20, "edge-1", 20) },
        ];
        foreach (var question in questions)
            Assert.Equal(all.Where(question.Matches).Order(RecordPlace.NewestFirst), await stores[0].Find(question with { Limit = 1_000 }, Stop));
        Assert.Equal(2 * 29, await stores[1].Forget(30, Stop));
        Assert.Equal(0, await stores[1].Forget(30, Stop));
        foreach (var store in stores)
            await store.DisposeAsync();
    }

    [Fact]
    public async Task Words_of_a_caller_that_no_database_takes_hold_up_nobody()
    {
        await using var server = await PostgresServer.Start();
        await using var store = PostgresRecordStore.Connect(server.ConnectionString);
        var strange = Record(2, "edge-1");
        strange = strange with { Record = strange.Record with { Asked = "a\0b\ud800" } };

        await store.Write([Record(1, "edge-1"), strange], Stop);

        Assert.Equal(["a\ufffdb\ufffd", null], (await store.Find(new RecordQuery(), Stop)).Select(stored => stored.Record.Asked));
    }

    private static StoredRecord Record(int number, string edge) => new(edge, number, new UsageRecord
    {
        CallId = $"call-{number}",
        StartedAtMs = number,
        Consumer = number % 2 == 0 ? "even" : "odd",
        Asked = number % 7 == 0 ? "asked" : null,
        Model = number % 3 == 0 ? "three" : "other",
        Operation = "chat.completions",
        Provider = number % 5 == 0 ? null : "p",
        TargetModel = number % 5 == 0 ? null : "t",
        Key = number % 5 == 0 ? null : "k",
        Attempts = number % 4,
        Streamed = number % 2 == 0,
        Tokens = new TokenUsage(number, 2 * number, 3, 4, number % 2 == 0),
        CostNanos = number % 3 == 0 ? null : number,
        FirstTokenMs = number % 4 == 0 ? null : number + 0.5,
        TotalMs = number + 1.25,
        Outcome = number % 6 == 0 ? CallOutcome.Limited : CallOutcome.Ok,
        Status = number % 6 == 0 ? 429 : 200,
        Shadow = number % 10 == 0 ? true : null,
    });
}
