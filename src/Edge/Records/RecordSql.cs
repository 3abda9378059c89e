using System.Data.Common;
using System.Globalization;
using AiGateway.Core.Usage.Records;

namespace AiGateway.Edge.Records;

/// <summary>The statements that SQLite and PostgreSQL share. Values are parameters, never text.</summary>
internal static class RecordSql
{
    public const string Table = "usage_record";

    /// <summary>Deleted at a time, so that no deletion holds up a write for long.</summary>
    private const int ForgottenAtOnce = 5_000;

    /// <summary>
    /// The key holds the order of the list, so that pages and retention need no index of their own, and tells a second copy of a record by
    /// its place.
    /// </summary>
    public static readonly string MakeTable =
        $"CREATE TABLE IF NOT EXISTS {Table} ({string.Join(", ", RecordColumn.All.Select(c => c.Declaration))}, PRIMARY KEY (started_ms, edge, sequence))";

    /// <summary>What a table of an earlier version lacks.</summary>
    public static IEnumerable<RecordColumn> AddedColumns => RecordColumn.All.Where(column => column.IsAdded);

    /// <summary>Ids are in the order of time as well, so that their index grows at its end.</summary>
    public const string MakeCallIndex = $"CREATE INDEX IF NOT EXISTS {Table}_call ON {Table} (call_id)";

    private static readonly string Columns = string.Join(", ", RecordColumn.All.Select(c => c.Name));

    public static string Insert(string source) => $"INSERT INTO {Table} ({Columns}) {source} ON CONFLICT DO NOTHING";

    public static void Find(DbCommand command, RecordQuery query)
    {
        var conditions = new List<string>();
        void Where(string condition, params (string Name, object? Value)[] values)
        {
            if (Array.Exists(values, v => v.Value is null))
                return;
            conditions.Add(condition);
            foreach (var (name, value) in values)
                command.Add(name, value!);
        }

        Where("shadow = @shadow", ("shadow", query.Shadow));
        Where("started_ms >= @from", ("from", query.FromMs));
        Where("started_ms < @to", ("to", query.ToMs));
        Where("call_id = @call", ("call", query.CallId));
        Where("consumer = @consumer", ("consumer", query.Consumer));
        Where("model = @model", ("model", query.Model));
        Where("provider = @provider", ("provider", query.Provider));
        Where("key_id = @key", ("key", query.Key));
        Where("outcome = @outcome", ("outcome", query.Outcome?.ToString()));
        Where("status = @status", ("status", query.Status));
        Where("(started_ms, edge, sequence) < (@afterMs, @afterEdge, @afterSequence)",
            ("afterMs", query.After?.StartedAtMs), ("afterEdge", query.After?.Edge), ("afterSequence", query.After?.Sequence));
        command.Add("limit", query.Limit);
        command.CommandText = $"SELECT {Columns} FROM {Table} WHERE {string.Join(" AND ", conditions)} ORDER BY started_ms DESC, edge DESC, sequence DESC LIMIT @limit";
    }

    public static void Forget(DbCommand command, long beforeMs)
    {
        command.Add("before", beforeMs);
        command.CommandText = string.Create(CultureInfo.InvariantCulture,
            $"DELETE FROM {Table} WHERE (started_ms, edge, sequence) IN (SELECT started_ms, edge, sequence FROM {Table} WHERE started_ms < @before ORDER BY started_ms LIMIT {ForgottenAtOnce})");
    }

    public static void Add(this DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, value);
        command.Parameters.Add(parameter);
    }
}
