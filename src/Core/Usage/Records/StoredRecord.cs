namespace AiGateway.Core.Usage.Records;

/// <summary>A record and its place in the journal it comes from, by which a second copy of it is known.</summary>
/// <param name="Edge">Id of the edge that wrote it.</param>
/// <param name="Sequence">Its number in that edge's journal, from 1.</param>
/// <param name="Record">What the call did.</param>
public sealed record StoredRecord(string Edge, long Sequence, UsageRecord Record);
