using Orleans.Concurrency;
using Orleans.Placement;

namespace AiGateway.Grains.Usage;

/// <inheritdoc cref="ICallLogGrain"/>
[HashBasedPlacement]
internal sealed class CallLogGrain([PersistentState("calls", GrainStorageNames.Recent)] IPersistentState<CallLogState> stored) : Grain, ICallLogGrain
{
    public async ValueTask Append(CallBatch batch)
    {
        var batches = stored.State.Batches;
        if (batches.Count > 0 && batches[^1].LastSequence >= batch.Ref.LastSequence)
            return;
        // The lines first: a batch that is listed must be there.
        await GrainFactory.GetGrain<ICallBatchGrain>(batch.Ref.GrainKey).Write(batch.Lines.AsImmutable());
        batches.Add(batch.Ref);
        if (batches.Count > ICallLogGrain.MaxBatches)
            batches.RemoveRange(0, batches.Count - ICallLogGrain.MaxBatches);
        try
        {
            await stored.WriteStateAsync();
        }
        catch
        {
            DeactivateOnIdle();
            throw;
        }
    }

    public ValueTask<CallBatchRef[]> Recent(long beforeMs, int count) =>
        ValueTask.FromResult(stored.State.Batches.AsEnumerable().Reverse().Where(b => b.OldestMs < beforeMs).Take(count).ToArray());
}

/// <summary>The stored form of an edge's list of batches.</summary>
public sealed class CallLogState
{
    public List<CallBatchRef> Batches { get; set; } = [];
}

/// <inheritdoc cref="ICallBatchGrain"/>
[HashBasedPlacement, CollectionAgeLimit(Minutes = 2)]
internal sealed class CallBatchGrain([PersistentState("lines", GrainStorageNames.Recent)] IPersistentState<CallBatchState> stored) : Grain, ICallBatchGrain
{
    public async ValueTask Write(Immutable<byte[]> lines)
    {
        stored.State.Lines = lines.Value;
        await stored.WriteStateAsync();
        // Read again only if somebody looks at old calls; memory is for the busy.
        DeactivateOnIdle();
    }

    /// <summary>Stays for the next reader: one that went with each answer would have the calls of several readers turned away.</summary>
    public ValueTask<byte[]> Read() => ValueTask.FromResult(stored.State.Lines);
}

/// <summary>The stored form of a batch.</summary>
public sealed class CallBatchState
{
    public byte[] Lines { get; set; } = [];
}
