using System.Text.Json.Serialization;
using AiGateway.Core.Usage;

namespace AiGateway.Edge.Admin.Usage;

/// <summary>A <see cref="CallStory"/> as it is shown. What is not known, or not there, is left out.</summary>
internal sealed record StoryAnswer
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? SentMs { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Chosen { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<FailedAttemptAnswer>? Failed { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? PassedOver { get; init; }

    public static StoryAnswer Of(CallStory story) => new()
    {
        SentMs = story.SentMs,
        Chosen = story.Chosen?.ToString(),
        Failed = story.Failed is { } failed ? [.. failed.Select(FailedAttemptAnswer.Of)] : null,
        PassedOver = story.PassedOver,
    };
}

/// <summary>A <see cref="FailedAttempt"/> as it is shown.</summary>
internal sealed record FailedAttemptAnswer(
    string Provider, string TargetModel, string? Key, string? Chosen, double SentMs, double EndedMs, string Reason, int? Status)
{
    public static FailedAttemptAnswer Of(FailedAttempt attempt) => new(
        attempt.Provider, attempt.TargetModel, attempt.Key, attempt.Chosen?.ToString(), attempt.SentMs, attempt.EndedMs, attempt.Reason, attempt.Status);
}
