using System.Globalization;
using AiGateway.Core.Usage;
using AiGateway.Core.Usage.Records;

namespace AiGateway.RecordLoad;

/// <summary>Thirty days of calls by a thousand consumers, of forty models, through two hundred keys and three edges.</summary>
internal sealed class MadeRecords(int seed, int count)
{
    private const long Begin = 1_790_000_000_000;
    private const long Span = 30L * 24 * 3_600_000;

    /// <summary>Records from number <paramref name="first"/> on, in order of time.</summary>
    public IEnumerable<StoredRecord> Take(int first, int many) => Enumerable.Range(first, many).Select(Make);

    /// <summary>What people ask a list of calls, the rare and the absent included.</summary>
    public IEnumerable<(string Name, RecordQuery Query)> Questions()
    {
        var call = Make(count / 3).Record;
        yield return ("newest page", new RecordQuery());
        yield return ("page in the middle", new RecordQuery { After = RecordPlace.Of(Make(count / 2)) });
        yield return ("one call by its id", new RecordQuery { CallId = call.CallId });
        yield return ("an id that is none", new RecordQuery { CallId = "req_none" });
        yield return ("one consumer", new RecordQuery { Consumer = call.Consumer });
        yield return ("one consumer that never called", new RecordQuery { Consumer = "nobody" });
        yield return ("one model", new RecordQuery { Model = call.Model });
        yield return ("one model that was never asked", new RecordQuery { Model = "nothing" });
        yield return ("one key", new RecordQuery { Key = call.Key });
        yield return ("one key that was never used", new RecordQuery { Key = "none" });
        yield return ("one status", new RecordQuery { Status = 502 });
        yield return ("a status that never was", new RecordQuery { Status = 418 });
        yield return ("failures of one consumer and model in a week", new RecordQuery { Consumer = call.Consumer, Model = call.Model, Outcome = CallOutcome.UpstreamError, FromMs = Begin, ToMs = Begin + (Span / 4) });
        yield return ("a thousand of one hour", new RecordQuery { FromMs = Begin + (Span / 2), ToMs = Begin + (Span / 2) + 3_600_000, Limit = 1_000 });
    }

    private StoredRecord Make(int number)
    {
        var random = new Random(HashCode.Combine(seed, number));
        var failed = random.Next(100) == 0;
        var model = Name("model-", random.Next(40));
        return new StoredRecord(Name("edge-", random.Next(3)), number, new UsageRecord
        {
            // As the gateway makes them: in the order of time.
            CallId = string.Create(CultureInfo.InvariantCulture, $"req_{number:x32}"),
            StartedAtMs = Begin + (Span * number / count),
            Consumer = Name("consumer-", random.Next(1_000)),
            Asked = model,
            Model = model,
            Operation = "chat.completions",
            Provider = Name("provider-", random.Next(20)),
            TargetModel = model,
            Key = Name("key-", random.Next(200)),
            Attempts = 1,
            Streamed = random.Next(2) == 0,
            Tokens = new TokenUsage(random.Next(10_000), random.Next(1_000), 0, 0, false),
            CostNanos = random.Next(1_000_000),
            FirstTokenMs = random.NextDouble() * 500,
            TotalMs = random.NextDouble() * 5_000,
            Outcome = failed ? CallOutcome.UpstreamError : CallOutcome.Ok,
            Status = failed ? 502 : 200,
        });
    }

    private static string Name(string prefix, int number) => string.Create(CultureInfo.InvariantCulture, $"{prefix}{number}");
}
