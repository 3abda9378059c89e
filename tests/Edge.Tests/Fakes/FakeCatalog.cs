using AiGateway.Core.Catalog;
using AiGateway.Core.Catalog.History;
using AiGateway.Grains.Catalog;
using AiGateway.Grains.Catalog.History;

namespace AiGateway.Edge.Tests.Fakes;

/// <summary>A catalog that a test puts in force, and its versions. What is changed is validated as its owner does.</summary>
internal sealed class FakeCatalog : ICatalogGrain, ICatalogHistoryGrain
{
    private readonly List<CatalogVersion> _versions = [];

    public CatalogSnapshot Snapshot { get; set; } = new(0, "{}", "{}");

    /// <summary>Raised after a change, as the feed tells of it.</summary>
    public event Action<CatalogSnapshot>? Published;

    /// <summary>What it waits for before it answers.</summary>
    public Task Before { get; set; } = Task.CompletedTask;

    public async ValueTask<CatalogSnapshot?> Get(long knownVersion)
    {
        await Before;
        return Snapshot.Version == knownVersion ? null : Snapshot;
    }

    /// <summary>Tells no edge of what is changed from now on.</summary>
    public void Forget() => Published = null;

    public ValueTask<CatalogKeyIds> KeyIds() => throw new NotSupportedException();

    public ValueTask<CatalogOutcome> PublishFile(string json, string sourceHash) => throw new NotSupportedException();

    public ValueTask<CatalogOutcome> PublishManaged(string json, long expectedVersion)
    {
        // One at a time, as its owner.
        lock (_versions)
            return Publish(json, expectedVersion);
    }

    public ValueTask Keep(CatalogVersion version, long newest) => throw new NotSupportedException();

    public ValueTask<CatalogVersionSummary[]> List(long newest)
    {
        lock (_versions)
            return ValueTask.FromResult(_versions.Select(version => version.Summary).ToArray());
    }

    public ValueTask<CatalogVersion?> Get(long version, long newest)
    {
        lock (_versions)
            return ValueTask.FromResult(_versions.FirstOrDefault(each => each.Summary.Version == version));
    }

    private ValueTask<CatalogOutcome> Publish(string json, long expectedVersion)
    {
        if (expectedVersion != Snapshot.Version)
            return Outcome(conflict: true);
        var merge = new CatalogLayers(CatalogJson.Read(Snapshot.FileJson), CatalogJson.Read(json)).Merge();
        CatalogProblem[] problems = [.. merge.Problems, .. CatalogValidator.Validate(merge.Document)];
        if (problems.Length > 0)
            return Outcome(conflict: false, problems);
        if (json == Snapshot.ManagedJson)
            return Outcome(conflict: false);
        var version = expectedVersion + 1;
        _versions.Insert(0, new CatalogVersion(CatalogVersionSummary.Of(version, version * 1_000, CatalogDiff.Between(Snapshot.ManagedJson, json)), json));
        Snapshot = Snapshot with { Version = version, ManagedJson = json, ManagedVersion = version };
        Published?.Invoke(Snapshot);
        return Outcome(conflict: false);
    }

    private ValueTask<CatalogOutcome> Outcome(bool conflict, params CatalogProblem[] problems) => ValueTask.FromResult(new CatalogOutcome(Snapshot.Version, conflict, problems));
}
