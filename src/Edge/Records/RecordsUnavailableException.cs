namespace AiGateway.Edge.Records;

/// <summary>The store of records does not answer; calls go on, and their records wait in the journal.</summary>
internal sealed class RecordsUnavailableException(string reason, Exception inner) : Exception($"The store of usage records does not answer: {reason}", inner);
