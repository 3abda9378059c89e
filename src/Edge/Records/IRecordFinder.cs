using AiGateway.Core.Usage.Records;

namespace AiGateway.Edge.Records;

/// <summary>Where usage records are looked up.</summary>
internal interface IRecordFinder
{
    /// <summary>The newest records that match, newest first.</summary>
    /// <exception cref="RecordsUnavailableException">They cannot be reached now.</exception>
    Task<IReadOnlyList<StoredRecord>> Find(RecordQuery query, CancellationToken stop);
}
