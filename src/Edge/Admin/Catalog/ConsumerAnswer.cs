using AiGateway.Core.Catalog;
using AiGateway.Core.Catalog.Requests;

namespace AiGateway.Edge.Admin.Catalog;

/// <summary>A <see cref="ConsumerSpec"/> without its secrets.</summary>
internal sealed record ConsumerAnswer(
    string Id, IReadOnlyList<ConsumerKeyAnswer> Keys, IReadOnlyList<string> Models, LimitSpec? Limits, IReadOnlyList<ModelLimitSpec> ModelLimits,
    RequestSpec? Request, ConsumerPriority Priority, bool Explain, bool Shadow, bool Disabled)
{
    /// <param name="spec">As it is stored: its keys are digests.</param>
    public static ConsumerAnswer Of(ConsumerSpec spec) => new(
        spec.Id, [.. spec.Keys.Select(ConsumerKeyAnswer.Of)], spec.Models, spec.Limits, spec.ModelLimits, spec.Request, spec.Priority, spec.Explain, spec.Shadow, spec.Disabled);
}

/// <summary>One key of a consumer.</summary>
/// <param name="Id">The beginning of its digest, which tells keys apart and cannot be turned back into one.</param>
/// <param name="Hint">First and last characters of a generated key; null for one given by an operator.</param>
internal sealed record ConsumerKeyAnswer(string? Hint, string Id)
{
    public static ConsumerKeyAnswer Of(ConsumerKeySpec spec) => new(spec.Hint, spec.Secret.Form == SecretForm.Digest
        ? spec.Secret.Reveal()[..ConsumerKeySpec.NameLength]
        : throw new InvalidOperationException("Only a stored key is shown."));
}

/// <summary>A key that was just made.</summary>
/// <param name="Key">The key itself, shown this once.</param>
/// <param name="Hint">How it is shown from now on.</param>
internal sealed record NewConsumerKeyAnswer(string Key, string Hint, string Note);
