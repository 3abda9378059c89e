using AiGateway.Grains.Cluster;
using Npgsql;

namespace AiGateway.Edge.Records;

/// <summary>Where usage records are kept to be searched; configuration section <c>Records</c>.</summary>
internal sealed record RecordSettings
{
    public const string Section = "Records";

    /// <summary>
    /// Connection string of a PostgreSQL database for all edges together. Null: a gateway that runs alone keeps
    /// them in a file of its data directory; a cluster keeps none and remembers the recent ones.
    /// </summary>
    public string? Postgres { get; init; }

    /// <summary>Days after which a record is deleted, 1–3,650.</summary>
    public int RetentionDays { get; init; } = 90;

    /// <summary>Largest size of the file, MiB, 16–1,048,576. When it is full, the oldest records make room.</summary>
    public int MaxFileMiB { get; init; } = 10_240;

    /// <summary>Whether records are kept to be searched, and not only the recent ones remembered.</summary>
    public bool HasStoreIn(ClusterMode mode) => Postgres is not null || mode == ClusterMode.Single;

    public IEnumerable<string> Problems()
    {
        if (RetentionDays is < 1 or > 3_650)
            yield return "Records:RetentionDays must lie between 1 and 3650.";
        if (MaxFileMiB is < 16 or > 1_048_576)
            yield return "Records:MaxFileMiB must lie between 16 and 1048576.";
        if (Postgres is not null && Unreadable(Postgres) is { } problem)
            yield return $"Records:Postgres is no connection string of PostgreSQL: {problem}";
    }

    /// <summary>Leaves out the connection string, which may hold a password.</summary>
    public override string ToString() => $"{(Postgres is null ? "file" : "PostgreSQL")}, {RetentionDays} days";

    /// <summary>What is wrong with a connection string, without any value of it.</summary>
    private static string? Unreadable(string text)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(text).Host is null ? "it names no Host." : null;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidCastException or OverflowException)
        {
            return "write it as 'Host=db;Port=5432;Database=aigateway;Username=aigateway;Password=...'.";
        }
    }
}
