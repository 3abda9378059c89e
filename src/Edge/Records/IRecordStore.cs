using AiGateway.Core.Usage.Records;

namespace AiGateway.Edge.Records;

/// <summary>Usage records that outlive their process, to be searched one by one. Safe for several threads at once.</summary>
internal interface IRecordStore : IRecordFinder
{
    /// <summary>Keeps records, all or none of them. One that is there already stays as it is.</summary>
    /// <exception cref="System.Data.Common.DbException">The store cannot be reached or does not take them.</exception>
    Task Write(IReadOnlyList<StoredRecord> records, CancellationToken stop);

    /// <summary>Deletes records that started before a moment, a bounded number at a time.</summary>
    /// <returns>How many were deleted; 0 when none is left.</returns>
    Task<int> Forget(long beforeMs, CancellationToken stop);
}
