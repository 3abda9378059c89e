using Orleans.Placement;

namespace AiGateway.Grains.Audit;

/// <inheritdoc cref="IAuditPageGrain"/>
[HashBasedPlacement, CollectionAgeLimit(Minutes = 5)]
internal sealed class AuditPageGrain([PersistentState("audit-page", GrainStorageNames.Gateway)] IPersistentState<AuditPageState> stored) : Grain, IAuditPageGrain
{
    public ValueTask<string[]> Read() => ValueTask.FromResult(stored.State.Lines);

    public async ValueTask<bool> Add(string json, int expected)
    {
        var before = stored.State;
        if (before.Lines.Length != expected)
            return false;
        stored.State = new AuditPageState { Lines = [.. before.Lines, json] };
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
        return true;
    }
}

/// <summary>The stored form of a page of the audit log.</summary>
public sealed class AuditPageState
{
    public string[] Lines { get; set; } = [];
}
