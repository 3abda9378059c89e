using AiGateway.Core.Usage;

namespace AiGateway.Edge.Records;

/// <summary>A record and its place in the journal it comes from, by which a second copy of it is known.</summary>
/// <param name="Edge">Id of the edge that wrote it.</param>
/// <param name="Sequence">Its number in that edge's journal, from 1.</param>
internal sealed record StoredRecord(string Edge, long Sequence, UsageRecord Record);
