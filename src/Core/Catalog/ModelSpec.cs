using System.Text.Json.Serialization;
using AiGateway.Core.Catalog.Requests;

namespace AiGateway.Core.Catalog;

/// <summary>A model name callers may ask for, and where its calls go.</summary>
public sealed record ModelSpec
{
    /// <summary>
    /// What callers send as <c>model</c>; may hold <c>/</c> and <c>:</c>. A trailing <c>*</c> matches any ending, and what stands behind a
    /// leading <c>~</c> is a regular expression.
    /// </summary>
    public required string Id { get; init; }

    /// <summary>Other names callers may use for it; null for none.</summary>
    public IReadOnlyList<string>? Aliases { get; init; }

    /// <summary>Tokens of prompt and answer together that it can take, 1–1,000,000,000; null where nobody has said.</summary>
    public int? Context { get; init; }

    /// <summary>What becomes of the numbers in its requests; null for nothing.</summary>
    public RequestSpec? Request { get; init; }

    /// <summary>Leads calls on to other models, by the first rule that fits; null for none. What no rule fits goes to <see cref="Targets"/>.</summary>
    public IReadOnlyList<AutoRuleSpec>? Auto { get; init; }

    /// <summary>Traffic is divided among these in exact proportion to their weights, or as <see cref="Sticky"/> says.</summary>
    public IReadOnlyList<TargetSpec> Targets { get; init; } = [];

    /// <summary>
    /// What keeps to one target; null for nothing. The shares are then those of consumers, conversations or values, not of
    /// calls, and calls that have none are divided exactly.
    /// </summary>
    public StickySpec? Sticky { get; init; }

    /// <summary>Raises the share of one target step by step; null for shares that stay as they are.</summary>
    public RampSpec? Ramp { get; init; }

    /// <summary>Tried in this order when the target has failed.</summary>
    public IReadOnlyList<TargetSpec> Fallback { get; init; } = [];

    /// <summary>How long to wait for what; null takes the gateway's defaults.</summary>
    public TimeoutSpec? Timeouts { get; init; }

    /// <summary>
    /// Upstream calls made for one call at the most, fallbacks included, 1–20; null takes the gateway's setting. Targets without
    /// a usable key cost none.
    /// </summary>
    public int? MaxAttempts { get; init; }

    /// <summary>Gets copies of its calls; null for none.</summary>
    public ShadowSpec? Shadow { get; init; }

    /// <summary>For the calls of all consumers together. All names that a pattern matches count as one model.</summary>
    public LimitSpec? Limits { get; init; }

    /// <summary>Whether <see cref="Id"/> stands for more than one name.</summary>
    [JsonIgnore]
    public bool IsPattern => Id.EndsWith('*') || NameExpression.Is(Id);

    /// <summary>The names that lead to it: its id, and its aliases.</summary>
    [JsonIgnore]
    public IEnumerable<string> Names => [Id, .. Aliases ?? []];
}
