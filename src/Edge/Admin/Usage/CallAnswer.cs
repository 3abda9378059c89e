using System.Text.Json.Serialization;
using AiGateway.Core.Money;
using AiGateway.Core.Usage;

namespace AiGateway.Edge.Admin.Usage;

/// <summary>Calls on one page, newest first.</summary>
/// <param name="Next">What to ask for after this page; null on the last.</param>
internal sealed record CallPage(IReadOnlyList<CallAnswer> Data, string? Next);

/// <summary>A <see cref="UsageRecord"/> as it is shown: its cost in dollars, as people count it. What is not known is left out.</summary>
internal sealed record CallAnswer
{
    public required string CallId { get; init; }

    public long StartedAtMs { get; init; }

    public required string Consumer { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Asked { get; init; }

    public required string Model { get; init; }

    public required string Operation { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Provider { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TargetModel { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Key { get; init; }

    public int Attempts { get; init; }

    public bool Streamed { get; init; }

    public required TokensAnswer Tokens { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? FirstTokenMs { get; init; }

    public double TotalMs { get; init; }

    public required string Outcome { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Shadow { get; init; }

    public int Status { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public StoryAnswer? Story { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? CostUsd { get; init; }

    public static CallAnswer Of(UsageRecord record) => new()
    {
        CallId = record.CallId,
        StartedAtMs = record.StartedAtMs,
        Consumer = record.Consumer,
        Asked = record.Asked,
        Model = record.Model,
        Operation = record.Operation,
        Provider = record.Provider,
        TargetModel = record.TargetModel,
        Key = record.Key,
        Attempts = record.Attempts,
        Streamed = record.Streamed,
        Tokens = new TokensAnswer(record.Tokens.Prompt, record.Tokens.Completion, record.Tokens.Cached, record.Tokens.Reasoning, record.Tokens.Estimated),
        FirstTokenMs = record.FirstTokenMs,
        TotalMs = record.TotalMs,
        Outcome = record.Outcome.ToString(),
        Shadow = record.Shadow,
        Status = record.Status,
        Story = record.Story is { } story ? StoryAnswer.Of(story) : null,
        CostUsd = record.CostNanos is { } nanos ? new Usd(nanos).Dollars : null,
    };
}

/// <summary>Tokens of one call.</summary>
/// <param name="Estimated">Counted by the gateway, because the provider sent none.</param>
internal sealed record TokensAnswer(long Prompt, long Completion, long Cached, long Reasoning, bool Estimated);
