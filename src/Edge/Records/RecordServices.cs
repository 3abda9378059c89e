using AiGateway.Edge.Usage;
using AiGateway.Grains.Cluster;

namespace AiGateway.Edge.Records;

/// <summary>Which store an edge brings its records to, and where they are looked up.</summary>
internal static class RecordServices
{
    /// <summary>
    /// A database where one is named; alone, a file. A cluster without a database has no place where all edges' records could be, and
    /// shows the recent ones that its control plane remembers.
    /// </summary>
    public static void AddRecords(this IServiceCollection services, RecordSettings settings, ClusterMode mode, string dataDirectory, string journalDirectory)
    {
        services.AddSingleton(settings);
        services.AddHostedService(provider => ActivatorUtilities.CreateInstance<UsageShipper>(provider, journalDirectory, new ListsCalls(!settings.HasStoreIn(mode))));
        if (!settings.HasStoreIn(mode))
        {
            services.AddSingleton<IRecordFinder, RecentRecords>();
            return;
        }
        services.AddSingleton<IRecordStore>(_ => settings.Postgres is { } database
            ? PostgresRecordStore.Connect(database)
            : FileRecordStore.Open(Path.Combine(dataDirectory, "records.db"), settings.MaxFileMiB));
        services.AddSingleton<IRecordFinder>(provider => provider.GetRequiredService<IRecordStore>());
        services.AddHostedService(provider => ActivatorUtilities.CreateInstance<RecordWriter>(provider, journalDirectory));
    }
}
