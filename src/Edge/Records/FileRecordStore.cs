using System.Data.Common;
using System.Globalization;
using AiGateway.Core.Usage.Records;
using Microsoft.Data.Sqlite;

namespace AiGateway.Edge.Records;

/// <summary>Records of this process in a SQLite file. When it is full, the oldest make room.</summary>
internal sealed class FileRecordStore : SqlRecordStore
{
    private const int PageBytes = 4096;
    private const int CacheKiB = 8 * 1024;
    private const int MaxAttempts = 5;

    /// <summary>SQLITE_FULL, https://www.sqlite.org/rescode.html#full: the file has its largest size, or its disk is full.</summary>
    private const int Full = 13;

    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly long _maxPages;

    private FileRecordStore(DbDataSource source, long maxPages)
        : base(source) => _maxPages = maxPages;

    public static FileRecordStore Open(string path, int maxFileMiB)
    {
        var connection = new SqliteConnectionStringBuilder { DataSource = path, Cache = SqliteCacheMode.Private, DefaultTimeout = 30 };
        return new FileRecordStore(SqliteFactory.Instance.CreateDataSource(connection.ToString()), maxFileMiB * 1024L * 1024 / PageBytes);
    }

    public override async Task Write(IReadOnlyList<StoredRecord> records, CancellationToken stop)
    {
        await _writing.WaitAsync(stop);
        try
        {
            await using var connection = await Open(stop);
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    Insert((SqliteConnection)connection, records);
                    return;
                }
                catch (SqliteException e) when (e.SqliteErrorCode == Full && attempt < MaxAttempts)
                {
                    // Not in the condition, which is looked at before the failed transaction is rolled back.
                    if (!MakeRoom(connection))
                        throw;
                }
            }
        }
        finally
        {
            _writing.Release();
        }
    }

    public override async Task<int> Forget(long beforeMs, CancellationToken stop)
    {
        await _writing.WaitAsync(stop);
        try
        {
            return await base.Forget(beforeMs, stop);
        }
        finally
        {
            _writing.Release();
        }
    }

    protected override Task Make(DbConnection connection, CancellationToken stop)
    {
        // Readers go on while a batch is written, and a killed process loses no batch that was acknowledged.
        Execute(connection, "PRAGMA journal_mode = WAL");
        // Rows lie in the order of their key. Further indices would cost each call more than all else here together; a million rows are
        // read in a third of a second without.
        Execute(connection, $"{RecordSql.MakeTable} WITHOUT ROWID");
        Execute(connection, RecordSql.MakeCallIndex);
        foreach (var column in RecordSql.AddedColumns.Where(column => !Has(connection, column)))
            Execute(connection, $"ALTER TABLE {RecordSql.Table} ADD COLUMN {column.Declaration}");
        return Task.CompletedTask;
    }

    private void Insert(SqliteConnection connection, IReadOnlyList<StoredRecord> records)
    {
        // These are the connection's own and not the file's. A full write to disk for each batch would cost more than it keeps: the journal
        // has the same records.
        Execute(connection, string.Create(CultureInfo.InvariantCulture,
            $"PRAGMA synchronous = NORMAL; PRAGMA cache_size = -{CacheKiB}; PRAGMA max_page_count = {_maxPages}"));
        using var transaction = connection.BeginTransaction();
        using (var row = RowInsert.Prepare(connection))
        {
            foreach (var record in records)
                row.Run(record);
        }
        transaction.Commit();
    }

    /// <summary>Deletes a tenth of all records, the oldest.</summary>
    /// <returns>False when there are none.</returns>
    private static bool MakeRoom(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"""
            DELETE FROM {RecordSql.Table} WHERE started_ms <=
              (SELECT started_ms FROM {RecordSql.Table} ORDER BY started_ms LIMIT 1 OFFSET (SELECT count(*) / 10 FROM {RecordSql.Table}))
            """;
        return command.ExecuteNonQuery() > 0;
    }

    private static bool Has(DbConnection connection, RecordColumn column)
    {
        using var command = connection.CreateCommand();
        command.Add("name", column.Name);
        command.CommandText = $"SELECT count(*) FROM pragma_table_info('{RecordSql.Table}') WHERE name = @name";
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture) > 0;
    }

    private static void Execute(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
