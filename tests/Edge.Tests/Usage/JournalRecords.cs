using AiGateway.Core.Usage;

namespace AiGateway.Edge.Tests.Usage;

/// <summary>Records for a journal, each to be told by its number.</summary>
internal static class JournalRecords
{
    public const long Noon = 1_795_176_000_000;

    public static UsageRecord Numbered(long n) => new()
    {
        CallId = $"call-{n}", StartedAtMs = Noon + n, Consumer = "team", Model = "gpt", Operation = "chat.completions", Outcome = CallOutcome.Ok,
    };
}
