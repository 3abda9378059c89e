using System.Text;
using AiGateway.Core.Usage.Records;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace AiGateway.Edge.Records;

/// <summary>
/// Puts records into a SQLite table, one by one, by a statement that is prepared once. Values are bound by their place: by their names, as
/// ADO.NET does it, a row of this width takes three times as long.
/// </summary>
internal sealed class RowInsert : IDisposable
{
    private const int LongestOnStack = 256;
    private static readonly string Sql = RecordSql.Insert($"VALUES ({string.Join(", ", RecordColumn.All.Select(_ => "?"))})");
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    private RowInsert(sqlite3 database, sqlite3_stmt statement) => (_database, _statement) = (database, statement);

    /// <exception cref="SqliteException">There is no such table.</exception>
    public static RowInsert Prepare(SqliteConnection connection)
    {
        var database = connection.Handle!;
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(database, Sql, out var statement), database);
        return new RowInsert(database, statement);
    }

    /// <exception cref="SqliteException">It cannot be written.</exception>
    public void Run(StoredRecord record)
    {
        for (var i = 0; i < RecordColumn.All.Count; i++)
            RecordColumn.All[i].Bind(this, i + 1, record);
        var result = raw.sqlite3_step(_statement);
        // Says again how the step went.
        var reset = raw.sqlite3_reset(_statement);
        if (result != raw.SQLITE_DONE)
            SqliteException.ThrowExceptionForRC(reset, _database);
    }

    /// <param name="place">From 1.</param>
    public void Bind<T>(int place, T value)
    {
        switch (value)
        {
            case null:
                raw.sqlite3_bind_null(_statement, place);
                break;
            case string text:
                Bind(place, text);
                break;
            case long number:
                raw.sqlite3_bind_int64(_statement, place, number);
                break;
            case int number:
                raw.sqlite3_bind_int64(_statement, place, number);
                break;
            case bool flag:
                raw.sqlite3_bind_int64(_statement, place, flag ? 1 : 0);
                break;
            case double number:
                raw.sqlite3_bind_double(_statement, place, number);
                break;
            default:
                throw new NotSupportedException($"No column holds a {typeof(T).Name}.");
        }
    }

    public void Dispose() => _statement.Dispose();

    private void Bind(int place, string text)
    {
        var size = Encoding.UTF8.GetMaxByteCount(text.Length);
        var bytes = size <= LongestOnStack ? stackalloc byte[size] : new byte[size];
        raw.sqlite3_bind_text(_statement, place, bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
    }
}
