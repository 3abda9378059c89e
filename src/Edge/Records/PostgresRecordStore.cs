using System.Data.Common;
using AiGateway.Core.Usage.Records;
using Npgsql;

namespace AiGateway.Edge.Records;

/// <summary>Records of all edges in one PostgreSQL database.</summary>
internal sealed class PostgresRecordStore(NpgsqlDataSource source) : SqlRecordStore(source)
{
    /// <summary>Names the lock under which tables are made: "aigw" and the version of the schema.</summary>
    private const long SchemaLock = 0x6169_6777_0000_0001;

    /// <summary>One array for each column makes any number of rows one statement that is planned once.</summary>
    private static readonly string Insert = RecordSql.Insert($"SELECT * FROM unnest({string.Join(", ", RecordColumn.All.Select(c => "@" + c.Name))})");

    /// <summary>What is rare among very many records.</summary>
    private static readonly string[] Schema =
    [
        RecordSql.MakeTable,
        .. RecordSql.AddedColumns.Select(column => $"ALTER TABLE {RecordSql.Table} ADD COLUMN IF NOT EXISTS {column.Declaration}"),
        RecordSql.MakeCallIndex,
        $"CREATE INDEX IF NOT EXISTS {RecordSql.Table}_consumer ON {RecordSql.Table} (consumer, started_ms)",
        $"CREATE INDEX IF NOT EXISTS {RecordSql.Table}_failed ON {RecordSql.Table} (status, started_ms) WHERE outcome <> 'Ok'",
    ];

    public static PostgresRecordStore Connect(string connectionString) => new(NpgsqlDataSource.Create(connectionString));

    public override async Task Write(IReadOnlyList<StoredRecord> records, CancellationToken stop)
    {
        await using var connection = await Open(stop);
        await using var command = connection.CreateCommand();
        command.CommandText = Insert;
        foreach (var column in RecordColumn.All)
            command.Add(column.Name, column.Values(records));
        await command.ExecuteNonQueryAsync(stop);
    }

    protected override async Task Make(DbConnection connection, CancellationToken stop)
    {
        // Two processes that make the same table at the same moment would meet in the catalog of the database.
        await using var transaction = await connection.BeginTransactionAsync(stop);
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT pg_advisory_xact_lock({SchemaLock}); {string.Join("; ", Schema)}";
        await command.ExecuteNonQueryAsync(stop);
        await transaction.CommitAsync(stop);
    }
}
