using System.Data.Common;
using AiGateway.Core.Usage.Records;

namespace AiGateway.Edge.Records;

/// <summary>What a store in a SQL database does whichever it is.</summary>
internal abstract class SqlRecordStore(DbDataSource source) : IRecordStore, IAsyncDisposable
{
    private volatile bool _made;

    public abstract Task Write(IReadOnlyList<StoredRecord> records, CancellationToken stop);

    public async Task<IReadOnlyList<StoredRecord>> Find(RecordQuery query, CancellationToken stop)
    {
        try
        {
            return await Read(query, stop);
        }
        catch (DbException e)
        {
            throw new RecordsUnavailableException(e.Message, e);
        }
    }

    public virtual async Task<int> Forget(long beforeMs, CancellationToken stop)
    {
        await using var connection = await Open(stop);
        await using var command = connection.CreateCommand();
        RecordSql.Forget(command, beforeMs);
        return await command.ExecuteNonQueryAsync(stop);
    }

    public ValueTask DisposeAsync() => source.DisposeAsync();

    /// <summary>Makes table and indices where they are missing; run once by each process, and by several at the same moment.</summary>
    protected abstract Task Make(DbConnection connection, CancellationToken stop);

    /// <summary>A connection to a database that has the table.</summary>
    protected async Task<DbConnection> Open(CancellationToken stop)
    {
        var connection = await source.OpenConnectionAsync(stop);
        if (_made)
            return connection;
        try
        {
            await Make(connection, stop);
            _made = true;
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private async Task<IReadOnlyList<StoredRecord>> Read(RecordQuery query, CancellationToken stop)
    {
        await using var connection = await Open(stop);
        await using var command = connection.CreateCommand();
        RecordSql.Find(command, query);
        await using var rows = await command.ExecuteReaderAsync(stop);
        var found = new List<StoredRecord>();
        while (await rows.ReadAsync(stop))
            found.Add(RecordColumn.Read(rows));
        return found;
    }
}
