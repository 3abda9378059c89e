using System.Text.Json.Serialization;

namespace AiGateway.Core.Catalog;

/// <summary>
/// Raises the share of one of a model's targets step by step, as long as it does as well as the others. Null takes the default.
/// </summary>
public sealed record RampSpec
{
    public static IReadOnlyList<decimal> UsualSteps { get; } = [1, 5, 10, 25, 50, 100];

    /// <summary>Which of the model's targets it is. Its weight does not count; the others divide the rest by theirs.</summary>
    public required TargetName Target { get; init; }

    /// <summary>Shares in percent, 0.01–100 with at most two decimals, ascending, at most 50; null takes <see cref="UsualSteps"/>. All calls come last, written or not.</summary>
    public IReadOnlyList<decimal>? Steps { get; init; }

    /// <summary>Least time at a step, milliseconds, 100–604,800,000.</summary>
    public int? StepMs { get; init; }

    /// <summary>Least calls of the target's at a step, 10–1,000,000.</summary>
    public int? MinimumCalls { get; init; }

    /// <summary>How many percent more of its calls than of the others' may fail, 0–50.</summary>
    public decimal? MarginPercent { get; init; }

    /// <summary>Pauses when time and calls are there and still nothing is sure for so long, milliseconds, 100–604,800,000.</summary>
    public int? PauseAfterMs { get; init; }

    /// <summary>How many times as slow it may be, 1.1–100; null leaves speed out.</summary>
    public decimal? SlowerBy { get; init; }

    /// <summary>What happens after the last step.</summary>
    public RampPromotion Promote { get; init; } = RampPromotion.Automatic;
}

/// <summary>One of a model's targets by its names.</summary>
public sealed record TargetName
{
    public required string Provider { get; init; }

    /// <summary>The provider's name for the model, as the target has it.</summary>
    public required string Model { get; init; }
}

/// <summary>Who gives a canary all calls.</summary>
[JsonConverter(typeof(EnumNameJsonConverter<RampPromotion>))]
public enum RampPromotion
{
    /// <summary>The gateway, after the last step.</summary>
    [JsonStringEnumMemberName("automatic")]
    Automatic,

    /// <summary>An operator; until then the share stays at the last step.</summary>
    [JsonStringEnumMemberName("manual")]
    Manual,
}
