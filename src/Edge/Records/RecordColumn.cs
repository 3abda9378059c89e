using System.Data.Common;
using System.Text;
using AiGateway.Core.Usage;
using AiGateway.Core.Usage.Records;

namespace AiGateway.Edge.Records;

/// <summary>One column of the table of records: how it is declared, and where its value is.</summary>
internal abstract class RecordColumn(string name, string type, bool added)
{
    /// <summary>All of them, in the order of the table. Their types are ones that SQLite and PostgreSQL both know.</summary>
    public static readonly IReadOnlyList<RecordColumn> All =
    [
        new Of<long>("started_ms", "BIGINT NOT NULL", s => s.Record.StartedAtMs),
        new Of<string>("edge", "TEXT NOT NULL", s => s.Edge),
        new Of<long>("sequence", "BIGINT NOT NULL", s => s.Sequence),
        new Of<string>("call_id", "TEXT NOT NULL", s => s.Record.CallId),
        new Of<string>("consumer", "TEXT NOT NULL", s => s.Record.Consumer),
        new Of<string?>("asked", "TEXT", s => Storable(s.Record.Asked)),
        new Of<string>("model", "TEXT NOT NULL", s => s.Record.Model),
        new Of<string>("operation", "TEXT NOT NULL", s => s.Record.Operation),
        new Of<string?>("provider", "TEXT", s => s.Record.Provider),
        new Of<string?>("target_model", "TEXT", s => s.Record.TargetModel),
        new Of<string?>("key_id", "TEXT", s => s.Record.Key),
        new Of<int>("attempts", "INTEGER NOT NULL", s => s.Record.Attempts),
        new Of<bool>("streamed", "BOOLEAN NOT NULL", s => s.Record.Streamed),
        new Of<long>("prompt_tokens", "BIGINT NOT NULL", s => s.Record.Tokens.Prompt),
        new Of<long>("completion_tokens", "BIGINT NOT NULL", s => s.Record.Tokens.Completion),
        new Of<long>("cached_tokens", "BIGINT NOT NULL", s => s.Record.Tokens.Cached),
        new Of<long>("reasoning_tokens", "BIGINT NOT NULL", s => s.Record.Tokens.Reasoning),
        new Of<bool>("estimated", "BOOLEAN NOT NULL", s => s.Record.Tokens.Estimated),
        new Of<long?>("cost_nanos", "BIGINT", s => s.Record.CostNanos),
        new Of<double?>("first_token_ms", "DOUBLE PRECISION", s => s.Record.FirstTokenMs),
        new Of<double>("total_ms", "DOUBLE PRECISION NOT NULL", s => s.Record.TotalMs),
        new Of<string>("outcome", "TEXT NOT NULL", s => s.Record.Outcome.ToString()),
        new Of<bool>("shadow", "BOOLEAN NOT NULL", s => s.Record.Shadow == true),
        new Of<int>("status", "INTEGER NOT NULL", s => s.Record.Status),
        new Of<string?>("story", "TEXT", s => s.Record.Story is { } story ? UsageRecordJson.Write(story) : null, added: true),
    ];

    public string Name => name;

    /// <summary>Whether a table of the first version lacks it.</summary>
    public bool IsAdded => added;

    public string Declaration => $"{name} {type}";

    /// <summary>Gives the value of one record to a row.</summary>
    /// <param name="place">From 1.</param>
    public abstract void Bind(RowInsert row, int place, StoredRecord stored);

    /// <summary>The values of many, as an array of their own type.</summary>
    public abstract Array Values(IReadOnlyList<StoredRecord> records);

    /// <summary>The record of a row that has <see cref="All"/> columns.</summary>
    public static StoredRecord Read(DbDataReader row) => new(row.GetString(1), row.GetInt64(2), new UsageRecord
    {
        StartedAtMs = row.GetInt64(0),
        CallId = row.GetString(3),
        Consumer = row.GetString(4),
        Asked = Text(row, 5),
        Model = row.GetString(6),
        Operation = row.GetString(7),
        Provider = Text(row, 8),
        TargetModel = Text(row, 9),
        Key = Text(row, 10),
        Attempts = row.GetInt32(11),
        Streamed = row.GetBoolean(12),
        Tokens = new TokenUsage(row.GetInt64(13), row.GetInt64(14), row.GetInt64(15), row.GetInt64(16), row.GetBoolean(17)),
        CostNanos = row.IsDBNull(18) ? null : row.GetInt64(18),
        FirstTokenMs = row.IsDBNull(19) ? null : row.GetDouble(19),
        TotalMs = row.GetDouble(20),
        // A newer version may have written one this version has no name for.
        Outcome = Enum.TryParse<CallOutcome>(row.GetString(21), out var outcome) ? outcome : CallOutcome.UpstreamError,
        Shadow = row.GetBoolean(22) ? true : null,
        Status = row.GetInt32(23),
        Story = Text(row, 24) is { } story ? UsageRecordJson.ReadStory(story) : null,
    });

    /// <summary>
    /// A caller's own words as every database takes them: PostgreSQL has no U+0000, and UTF-8 no halves of surrogate pairs. One such record
    /// would hold up all behind it.
    /// </summary>
    private static string? Storable(string? text) =>
        text is null ? null : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace('\0', '\uFFFD');

    private static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private sealed class Of<T>(string name, string type, Func<StoredRecord, T> value, bool added = false) : RecordColumn(name, type, added)
    {
        public override void Bind(RowInsert row, int place, StoredRecord stored) => row.Bind(place, value(stored));

        public override Array Values(IReadOnlyList<StoredRecord> records)
        {
            var values = new T[records.Count];
            for (var i = 0; i < values.Length; i++)
                values[i] = value(records[i]);
            return values;
        }
    }
}
