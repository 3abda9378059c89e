namespace AiGateway.Core.Usage;

/// <summary>A record and its place in its writer's journal.</summary>
/// <param name="Sequence">Grows from record to record; gaps are fine, since a page is sent only what concerns it.</param>
/// <param name="Record">The record.</param>
public readonly record struct JournaledUsage(long Sequence, UsageRecord Record);
