using AiGateway.Core.Health;
using AiGateway.Grains.Feed;
using AiGateway.Grains.Keys;
using Microsoft.Extensions.Logging;
using Orleans.Storage;

namespace AiGateway.Grains.Health;

/// <summary>
/// A shell around a state machine of <c>Core/Health</c>: brings it the time, keeps it, and passes each visible change on — to
/// the feed first, to the store after, because what an edge does not know costs calls now, and what the store does not know
/// costs something only if this silo is lost as well.
/// </summary>
internal abstract class HealthOwner<THealth, TStatus>(
    IPersistentState<HealthRecord<THealth>> stored, TimeProvider time, Random random, ILogger logger) : Grain
    where THealth : class, IHealth<THealth>, new()
    where TStatus : IFeedEntry
{
    private static readonly TimeSpan PublishRetry = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestTimer = TimeSpan.FromHours(1);
    private static readonly TimeSpan StoreWait = TimeSpan.FromSeconds(1);
    private long _published;
    private Task _saving = Task.CompletedTask;
    private IGrainTimer? _due;
    private IGrainTimer? _republish;

    protected THealth Health { get; private set; } = new();

    /// <summary>Later than that of any owner before.</summary>
    protected long Epoch { get; private set; }

    protected long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    private string Id => this.GetPrimaryKeyString();

    /// <summary>Between 0 and 1.</summary>
    protected double Chance() => random.NextDouble();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Health = stored.State.Health ?? new THealth();
        // Later than the owner before it even if that one's clock was ahead: otherwise no edge would believe this one.
        Epoch = Math.Max(NowMs, stored.State.Epoch + 1);
        Health = Health.Tick(NowMs, Chance());
        // What edges were told before may not have reached the store.
        Publish().Ignore();
        if (stored.RecordExists)
            Save().Ignore();
        Schedule();
        return Task.CompletedTask;
    }

    /// <summary>What others are told of it now.</summary>
    protected abstract TStatus CurrentStatus();

    /// <summary>Tells the feed.</summary>
    protected abstract ValueTask Tell(IFeedGrain feed, TStatus status);

    /// <summary>Says in the log what has become of it.</summary>
    protected abstract void LogState();

    protected ValueTask<TStatus> Become(THealth health)
    {
        Health = health;
        if (health.Version != _published)
        {
            LogState();
            Publish().Ignore();
            Save().Ignore();
        }
        Schedule();
        return ValueTask.FromResult(CurrentStatus());
    }

    /// <summary>Takes over what became of the question for a ticket.</summary>
    /// <returns>The right to try, if it was given.</returns>
    protected async ValueTask<ProbeGrant?> Give(Func<string, (THealth Health, ProbeTicket? Ticket)> issue)
    {
        var (health, ticket) = issue(Guid.NewGuid().ToString("n"));
        await Become(health);
        return ticket is null ? null : new ProbeGrant(ticket.Id, ticket.DeadlineMs - NowMs, ticket.Kind);
    }

    /// <summary>What an operator was told is stored, unless the store does not answer: then it holds all the same, for as long as this owner lives.</summary>
    protected async ValueTask<TStatus> Decided(THealth health)
    {
        var status = await Become(health);
        await _saving.WaitAsync(StoreWait, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        return status;
    }

    /// <summary>Tells the feed, again and again until it has heard.</summary>
    private async Task Publish()
    {
        var status = CurrentStatus();
        _published = status.Version;
        _republish?.Dispose();
        _republish = null;
        try
        {
            await Tell(GrainFactory.GetGrain<IFeedGrain>(IFeedGrain.Key), status);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            OwnerLog.NotPublished(logger, Id, e.Message);
            // Interleaved: a feed that begins asks all owners how they are, and would wait for this one while this one waits for it.
            _republish ??= this.RegisterGrainTimer(Publish, new GrainTimerCreationOptions(PublishRetry, Timeout.InfiniteTimeSpan) { KeepAlive = true, Interleave = true });
        }
    }

    /// <summary>Stores what is newest; changes made while a write is under way are written by the one after it.</summary>
    private Task Save() => _saving.IsCompleted ? _saving = SaveNewest() : _saving;

    private async Task SaveNewest()
    {
        try
        {
            while (stored.State.Health?.Version != Health.Version || stored.State.Epoch != Epoch)
            {
                (stored.State.Health, stored.State.Epoch) = (Health, Epoch);
                await Write();
            }
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The next change writes again. Should the silo be lost before, the edges find the state out anew.
            stored.State.Health = null;
            OwnerLog.NotSaved(logger, Id, e.Message);
        }
    }

    private async Task Write()
    {
        try
        {
            await stored.WriteStateAsync();
        }
        catch (InconsistentStateException)
        {
            // A write that got through without an answer, or an activation before this one: see what is there, and write over it.
            await stored.ReadStateAsync();
        }
    }

    private void Schedule()
    {
        _due?.Dispose();
        _due = null;
        // A due time that has passed waits for an edge to ask for the trial, not for the clock.
        if (Health.NextDueMs is not { } dueMs || dueMs <= NowMs)
            return;
        var wait = TimeSpan.FromMilliseconds(dueMs - NowMs);
        _due = this.RegisterGrainTimer(
            async _ => await Become(Health.Tick(NowMs, Chance())),
            new GrainTimerCreationOptions(wait < LongestTimer ? wait : LongestTimer, Timeout.InfiniteTimeSpan) { KeepAlive = true });
    }
}
