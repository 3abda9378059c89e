using AiGateway.Core.Usage.Records;
using AiGateway.Edge.Records;
using Microsoft.Data.Sqlite;

namespace AiGateway.Edge.Tests.Records;

/// <summary>A store in memory that can be away.</summary>
internal sealed class FakeRecordStore : IRecordStore
{
    private readonly SortedSet<StoredRecord> _kept = new(RecordPlace.NewestFirst);

    public bool IsAway { get; set; }

    public int Asked { get; private set; }

    /// <summary>What is kept, oldest first.</summary>
    public IReadOnlyList<StoredRecord> Kept => [.. _kept.Reverse()];

    public Task Write(IReadOnlyList<StoredRecord> records, CancellationToken stop)
    {
        Asked++;
        if (IsAway)
            throw new SqliteException("It is away.", 14);
        foreach (var record in records)
            _kept.Add(record);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<StoredRecord>> Find(RecordQuery query, CancellationToken stop) => throw new NotSupportedException();

    public Task<int> Forget(long beforeMs, CancellationToken stop) => Task.FromResult(_kept.RemoveWhere(stored => stored.Record.StartedAtMs < beforeMs));
}
