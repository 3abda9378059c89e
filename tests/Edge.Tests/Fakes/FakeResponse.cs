using AiGateway.Core.Dialects.OpenAiResponses.State;
using AiGateway.Grains.Responses;

namespace AiGateway.Edge.Tests.Fakes;

/// <summary>The owner of one response, with the real rules and no store.</summary>
internal sealed class FakeResponse(TimeProvider time) : IStoredResponseGrain
{
    private long _aliveMs;

    public KeptResponse? Kept { get; set; }

    /// <summary>What it waits for, or fails with, before it answers.</summary>
    public Func<Task> Before { get; set; } = () => Task.CompletedTask;

    public async ValueTask<bool> Put(KeptResponse response)
    {
        await Before();
        if (Kept is { } before && !before.GivesWayTo(response))
            return false;
        (Kept, _aliveMs) = (response, Now);
        return true;
    }

    public async ValueTask<KeptResponse?> Get(string consumer)
    {
        await Before();
        return Own(consumer);
    }

    public async ValueTask<bool> Delete(string consumer)
    {
        await Before();
        if (Own(consumer) is null)
            return false;
        Kept = null;
        return true;
    }

    public async ValueTask<KeptResponse?> Cancel(string consumer)
    {
        await Before();
        return Own(consumer) is { } own ? Kept = own.Cancelled() : null;
    }

    public async ValueTask<bool> Beat()
    {
        await Before();
        if (Kept is not { IsRunning: true } || Kept.Lost(_aliveMs, Now) is not null)
            return false;
        _aliveMs = Now;
        return true;
    }

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    private KeptResponse? Own(string consumer) => Kept?.Consumer != consumer ? null : Kept = Kept.Lost(_aliveMs, Now) ?? Kept;
}
