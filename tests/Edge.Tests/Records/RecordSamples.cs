using System.Globalization;
using AiGateway.Core.Selection;
using AiGateway.Core.Usage;
using AiGateway.Core.Usage.Records;

namespace AiGateway.Edge.Tests.Records;

/// <summary>Records to be kept and found again.</summary>
internal static class RecordSamples
{
    public const long Noon = 1_700_000_000_000;

    /// <summary>One with every member set.</summary>
    public static UsageRecord Whole { get; } = new()
    {
        CallId = "call-whole",
        StartedAtMs = Noon,
        Consumer = "team-a",
        Asked = "fast",
        Model = "gpt",
        Operation = "chat.completions",
        Provider = "openai",
        TargetModel = "gpt-5",
        Key = "openai-1",
        Attempts = 2,
        Streamed = true,
        Tokens = new TokenUsage(100, 50, 40, 30, Estimated: true),
        CostNanos = 123_456,
        FirstTokenMs = 80.5,
        TotalMs = 900.25,
        Outcome = CallOutcome.Interrupted,
        Shadow = true,
        Status = 502,
        Story = new CallStory
        {
            SentMs = 300.5,
            Chosen = KeyReason.Quicker,
            Failed =
            [
                new FailedAttempt
                {
                    Provider = "azure", TargetModel = "gpt-5-eu", Key = "azure-1", Chosen = KeyReason.Conversation, SentMs = 0.25, EndedMs = 300, Reason = "server_error", Status = 500,
                },
            ],
            PassedOver = "azure-2 Throttled (rate_limit_exceeded)",
        },
    };

    /// <summary>Number <paramref name="number"/> of an edge, started so many milliseconds after noon.</summary>
    public static StoredRecord Numbered(int number, string edge = "edge-1") => new(edge, number, new UsageRecord
    {
        CallId = string.Create(CultureInfo.InvariantCulture, $"call-{edge}-{number}"),
        StartedAtMs = Noon + number,
        Consumer = number % 2 == 0 ? "even" : "odd",
        Model = number % 3 == 0 ? "three" : "other",
        Operation = "chat.completions",
        Provider = "openai",
        Key = number % 5 == 0 ? "key-5" : "key-1",
        TotalMs = number,
        Outcome = number % 4 == 0 ? CallOutcome.UpstreamError : CallOutcome.Ok,
        Status = number % 4 == 0 ? 502 : 200,
    });

    public static IReadOnlyList<StoredRecord> Numbered(int first, int last, string edge = "edge-1") => [.. Enumerable.Range(first, last - first + 1).Select(i => Numbered(i, edge))];
}
