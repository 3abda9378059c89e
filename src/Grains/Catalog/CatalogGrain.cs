using System.Text.Json;
using AiGateway.Core.Catalog;
using AiGateway.Core.Catalog.History;
using AiGateway.Grains.Catalog.History;
using AiGateway.Grains.Feed;
using Microsoft.Extensions.Logging;
using Orleans.Placement;

namespace AiGateway.Grains.Catalog;

/// <inheritdoc cref="ICatalogGrain"/>
[HashBasedPlacement, KeepAlive]
internal sealed partial class CatalogGrain(
    [PersistentState("catalog", GrainStorageNames.Gateway)] IPersistentState<CatalogState> stored,
    TimeProvider time, ILogger<CatalogGrain> logger) : Grain, ICatalogGrain
{
    private CatalogKeyIds _keyIds = new(0, []);

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _keyIds = KeyIdsOf(stored.State.Version, Layers(stored.State.FileJson, stored.State.ManagedJson).Merge().Document);
        return Task.CompletedTask;
    }

    public ValueTask<CatalogSnapshot?> Get(long knownVersion)
    {
        var state = stored.State;
        return ValueTask.FromResult(state.Version == knownVersion ? null : new CatalogSnapshot(state.Version, state.FileJson, state.ManagedJson)
        {
            ManagedVersion = state.ManagedVersion,
        });
    }

    public ValueTask<CatalogKeyIds> KeyIds() => ValueTask.FromResult(_keyIds);

    public async ValueTask<CatalogOutcome> PublishFile(string json, string sourceHash)
    {
        var state = stored.State;
        return state.Version > 0 && state.FileHash == sourceHash
            ? new CatalogOutcome(state.Version, Conflict: false, [])
            : await Apply(json, state.ManagedJson, sourceHash);
    }

    public async ValueTask<CatalogOutcome> PublishManaged(string json, long expectedVersion)
    {
        var state = stored.State;
        if (state.Version != expectedVersion)
            return new CatalogOutcome(state.Version, Conflict: true, []);
        return state.ManagedJson == json ? new CatalogOutcome(state.Version, Conflict: false, []) : await Apply(state.FileJson, json, state.FileHash);
    }

    private async Task<CatalogOutcome> Apply(string fileJson, string managedJson, string fileHash)
    {
        CatalogMerge merge;
        try
        {
            merge = Layers(fileJson, managedJson).Merge();
        }
        catch (JsonException e)
        {
            return new CatalogOutcome(stored.State.Version, Conflict: false, [new CatalogProblem(e.Path ?? "", "The catalog is not valid: " + e.Message)]);
        }
        CatalogProblem[] problems = [.. merge.Problems, .. CatalogValidator.Validate(merge.Document)];
        if (problems.Length > 0)
            return new CatalogOutcome(stored.State.Version, Conflict: false, problems);

        var before = stored.State;
        var version = before.Version + 1;
        var isManaged = managedJson != before.ManagedJson;
        if (isManaged)
            await KeepVersion(version, managedJson);
        stored.State = new CatalogState
        {
            Version = version, FileJson = fileJson, FileHash = fileHash, ManagedJson = managedJson, ManagedVersion = isManaged ? version : before.ManagedVersion,
        };
        try
        {
            await stored.WriteStateAsync();
        }
        catch
        {
            // Whether the store has it is unknown; the next activation reads what is true.
            stored.State = before;
            DeactivateOnIdle();
            throw;
        }
        _keyIds = KeyIdsOf(stored.State.Version, merge.Document);
        LogChanged(logger, stored.State.Version);

        // Not awaited: edges that miss it ask within a second, and the feed may itself be waiting for this grain.
        GrainFactory.GetGrain<IFeedGrain>(IFeedGrain.Key).PublishCatalog(stored.State.Version).AsTask().Ignore();
        return new CatalogOutcome(stored.State.Version, Conflict: false, []);
    }

    /// <summary>
    /// Before the catalog itself: what cannot be kept does not come into force, and what is kept but does not come into force is
    /// told from the rest by <see cref="CatalogState.ManagedVersion"/>.
    /// </summary>
    private async Task KeepVersion(long version, string managedJson)
    {
        var history = GrainFactory.GetGrain<ICatalogHistoryGrain>(this.GetPrimaryKeyLong());
        var (newest, before) = (stored.State.ManagedVersion, stored.State.ManagedJson);
        if (newest == 0 && before != CatalogState.Nothing)
        {
            // Made before versions were kept: the first change is to have a way back too.
            newest = stored.State.Version;
            await history.Keep(Version(newest, CatalogState.Nothing, before), 0);
        }
        await history.Keep(Version(version, before, managedJson), newest);
    }

    private CatalogVersion Version(long version, string before, string after) =>
        new(CatalogVersionSummary.Of(version, time.GetUtcNow().ToUnixTimeMilliseconds(), CatalogDiff.Between(before, after)), after);

    private static CatalogLayers Layers(string fileJson, string managedJson) => new(CatalogJson.Read(fileJson), CatalogJson.Read(managedJson));

    private static CatalogKeyIds KeyIdsOf(long version, CatalogDocument document) =>
        new(version, [.. document.Providers.SelectMany(p => p.Keys).Select(k => k.Id)])
        {
            Providers = [.. document.Providers.Where(p => p.Kind != ProviderKind.Demo).Select(p => p.Id)],
            Ramps = [.. document.Models.Where(m => m.Ramp is not null).Select(m => m.Id)],
        };

    [LoggerMessage(Level = LogLevel.Information, Message = "Catalog version {Version} is in force")]
    private static partial void LogChanged(ILogger logger, long version);
}
