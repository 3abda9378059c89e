using AiGateway.Core.Dialects.OpenAiResponses.State;
using Orleans.Placement;

namespace AiGateway.Grains.Responses;

/// <summary>A shell around <see cref="KeptResponse"/>. The store itself forgets what was not written for long, so nobody has to look for it.</summary>
[HashBasedPlacement, CollectionAgeLimit(Minutes = 2)]
internal sealed class StoredResponseGrain(
    [PersistentState("response", GrainStorageNames.Responses)] IPersistentState<StoredResponseState> stored,
    [PersistentState("life", GrainStorageNames.Responses)] IPersistentState<StoredLifeState> life, TimeProvider time) : Grain, IStoredResponseGrain
{
    /// <summary>Signs of life are stored this often, milliseconds: a response can be large, and nothing else of it has changed.</summary>
    private const long StoreLifeMs = 15_000;

    private long _aliveMs;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _aliveMs = life.State.AliveMs;
        return Task.CompletedTask;
    }

    public async ValueTask<bool> Put(KeptResponse response)
    {
        if (stored.State.Response is { } before && !before.GivesWayTo(response))
            return false;
        if (response.IsRunning)
            await StoreLife();
        await Write(response);
        return true;
    }

    public async ValueTask<KeptResponse?> Get(string consumer)
    {
        if (await Own(consumer) is not { } own)
            return null;
        if (own.Used(Now) is { } used)
        {
            try
            {
                await Write(used);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                // Only its last use is not stored; the next one comes to it again, long before the store forgets.
            }
        }
        return own;
    }

    public async ValueTask<bool> Delete(string consumer)
    {
        if (await Own(consumer) is null)
            return false;
        await Write(null);
        return true;
    }

    public async ValueTask<KeptResponse?> Cancel(string consumer)
    {
        if (await Own(consumer) is not { } own || !own.IsRunning)
            return stored.State.Response is { } ended && ended.Consumer == consumer ? ended : null;
        await Write(own.Cancelled());
        return stored.State.Response;
    }

    public async ValueTask<bool> Beat()
    {
        if (stored.State.Response is not { IsRunning: true } running || running.Lost(_aliveMs, Now) is not null)
            return false;
        _aliveMs = Now;
        if (Now - life.State.AliveMs >= StoreLifeMs)
            await StoreLife();
        return true;
    }

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    private async ValueTask<KeptResponse?> Own(string consumer)
    {
        if (stored.State.Response is not { } own || own.Consumer != consumer)
            return null;
        if (own.Lost(_aliveMs, Now) is { } lost)
            await Write(lost);
        return stored.State.Response;
    }

    private async Task StoreLife()
    {
        _aliveMs = life.State.AliveMs = Now;
        await Stored(life.WriteStateAsync);
    }

    private async Task Write(KeptResponse? response)
    {
        var before = stored.State.Response;
        stored.State.Response = response;
        try
        {
            await Stored(stored.WriteStateAsync);
        }
        catch
        {
            stored.State.Response = before;
            throw;
        }
    }

    private async Task Stored(Func<CancellationToken, Task> write)
    {
        try
        {
            await write(CancellationToken.None);
        }
        catch
        {
            // Whether the store has it is unknown; the next activation reads what is true.
            DeactivateOnIdle();
            throw;
        }
    }
}

/// <summary>The stored form of a response; empty when it was deleted.</summary>
public sealed class StoredResponseState
{
    public KeptResponse? Response { get; set; }
}

/// <summary>When the maker of a response was last heard of.</summary>
public sealed class StoredLifeState
{
    /// <summary>Unix milliseconds.</summary>
    public long AliveMs { get; set; }
}
