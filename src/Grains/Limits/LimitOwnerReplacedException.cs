namespace AiGateway.Grains.Limits;

/// <summary>This activation no longer owns the entity's limits; the next call finds the one that does.</summary>
[GenerateSerializer, Alias("aigw.LimitOwnerReplaced")]
public sealed class LimitOwnerReplacedException(string entity) : Exception($"The limits of {entity} have another owner now.");
