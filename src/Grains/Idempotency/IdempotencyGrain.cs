using Orleans.Placement;

namespace AiGateway.Grains.Idempotency;

/// <inheritdoc cref="IIdempotencyGrain"/>
[HashBasedPlacement, CollectionAgeLimit(Minutes = 2)]
internal sealed class IdempotencyGrain([PersistentState("idempotency", GrainStorageNames.Recent)] IPersistentState<IdempotencyState> stored) : Grain, IIdempotencyGrain
{
    public async ValueTask<IdempotencyClaim> Claim(string request, string sealedAnswer)
    {
        if (stored.State.Request is null)
            await Write(new IdempotencyState { Request = request, SealedAnswer = sealedAnswer });
        var state = stored.State;
        return state.Request == request ? new IdempotencyClaim(state.SealedAnswer, state.IsDone, IsAnothers: false) : new IdempotencyClaim("", IsDone: false, IsAnothers: true);
    }

    public ValueTask Done() => stored.State is { Request: not null, IsDone: false } state
        ? Write(new IdempotencyState { Request = state.Request, SealedAnswer = state.SealedAnswer, IsDone = true })
        : default;

    private async ValueTask Write(IdempotencyState state)
    {
        var before = stored.State;
        stored.State = state;
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
    }
}

/// <summary>The stored form of a key that is taken.</summary>
public sealed class IdempotencyState
{
    /// <summary>Null while nobody has it.</summary>
    public string? Request { get; set; }

    public string SealedAnswer { get; set; } = "";

    public bool IsDone { get; set; }
}
