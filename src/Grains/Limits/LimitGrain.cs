using AiGateway.Core.Limits;
using AiGateway.Core.Limits.Leasing;
using AiGateway.Core.Limits.Owner;
using AiGateway.Grains.Cluster;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Placement;
using Orleans.Storage;

namespace AiGateway.Grains.Limits;

/// <summary>
/// A shell around <see cref="LimitOwner"/>: gives it time, and stores its records one at a time while it goes on serving.
/// Reentrant, so that a store that is slow holds up only what needs it.
/// </summary>
[Reentrant, HashBasedPlacement]
internal sealed partial class LimitGrain(
    [FromKeyedServices(GrainStorageNames.Gateway)] IGrainStorage storage, EdgeDirectory edges, IStoreClock storeClock, LeaseTerms terms, TimeProvider time,
    ILogger<LimitGrain> logger) : Grain, ILimitGrain
{
    /// <summary>Longer than any write to a healthy store takes, shorter than a caller notices.</summary>
    private static readonly TimeSpan StorePatience = TimeSpan.FromMilliseconds(300);

    /// <summary>A call may wait for a write under way that was planned before it came, and then for its own.</summary>
    private const int MostWrites = 3;

    private LimitStore _store = null!;
    private Task<LimitOwner>? _takingOver;
    private LimitOwner? _owner;
    private Task? _writing;

    private long NowMs => time.MonotonicMs();

    private string Entity => this.GetPrimaryKeyString();

    public async ValueTask<LeaseOutcome> Lease(LeaseReport report, LimitSet limits, long version)
    {
        var owner = _owner ?? await (_takingOver ??= TakeOver(limits, version));
        owner.Use(limits, version, NowMs);
        var served = owner.Serve(report, NowMs);
        KeepRecord(owner);
        for (var writes = 0; served.AwaitsWrite && _writing is { } writing && writes < MostWrites; writes++)
        {
            if (!await Completes(writing))
                break;
            served = owner.Serve(report, NowMs, again: true);
            KeepRecord(owner);
        }
        if (owner.Fenced)
            throw new LimitOwnerReplacedException(Entity);
        foreach (var edge in served.Recall)
            edges.Recall(edge, Entity);
        return new LeaseOutcome(served.Reply, GrainContext.Address.SiloAddress!.ToParsableString());
    }

    public async ValueTask<EntityUse> Use(LimitSet limits, long version)
    {
        var owner = _owner ?? (_takingOver is { } under ? await under : null);
        // To take over for the sake of a look would write to the store for each entity on a page.
        owner ??= Construct(await new LimitStore(storage, this.GetGrainId()).Read(), limits, version);
        owner.Use(limits, version, NowMs);
        return new EntityUse(owner.Uses(NowMs));
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        // Best effort: without it, the next owner counts as used what was only ready.
        if (_writing is { } writing)
            await Completes(writing);
        if (_owner?.Close(NowMs) is { } last)
            await Completes(Swallow(_store.Write(last)));
    }

    private async Task<LimitOwner> TakeOver(LimitSet limits, long version)
    {
        try
        {
            var anyHard = Array.Exists(limits.Limits, limit => limit.Hard);
            if (anyHard && storeClock.Skew is { } skew && skew.TotalMilliseconds > terms.MaxSkewMs / 2)
                throw new InvalidOperationException($"This machine's clock differs from the store's by {skew.TotalMilliseconds:0} ms; synchronise them.");
            _store = new LimitStore(storage, this.GetGrainId());
            LimitOwner owner;
            try
            {
                owner = Construct(await _store.Read(), limits, version);
                await _store.Write(owner.BeginWrite(NowMs)!);
            }
            catch (Exception e) when (e is not InconsistentStateException && !anyHard)
            {
                // Nothing that is kept in memory only may stop for want of a store.
                LogNotStored(logger, Entity, e.Message);
                owner = Construct(null, limits, version);
                owner.BeginWrite(NowMs);
            }
            owner.Written();
            return _owner = owner;
        }
        catch (Exception e)
        {
            LogNotTakenOver(logger, Entity, e.Message);
            DeactivateOnIdle();
            throw;
        }
    }

    /// <summary>Epochs begin with the clock, so that one begun without the store is not newer than all that follow.</summary>
    private LimitOwner Construct(LimitRecord? stored, LimitSet limits, long version)
    {
        var unixMs = time.GetUtcNow().ToUnixTimeMilliseconds();
        stored ??= new LimitRecord { Closed = true };
        return new LimitOwner(stored with { Epoch = Math.Max(stored.Epoch, unixMs) }, limits, version, unixMs, NowMs, terms);
    }

    private void KeepRecord(LimitOwner owner)
    {
        if (_writing is null or { IsCompleted: true } && owner.BeginWrite(NowMs) is { } record)
            _writing = Write(owner, record);
    }

    private async Task Write(LimitOwner owner, LimitRecord record)
    {
        try
        {
            await _store.Write(record);
            owner.Written();
        }
        catch (InconsistentStateException e)
        {
            LogReplaced(logger, Entity, e.Message);
            owner.NotWritten(fenced: true);
            DeactivateOnIdle();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            LogNotStored(logger, Entity, e.Message);
            owner.NotWritten(fenced: false);
        }
    }

    private async Task<bool> Completes(Task task) => await Task.WhenAny(task, Task.Delay(StorePatience, time)) == task;

    private static async Task Swallow(Task task)
    {
        try
        {
            await task;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The next owner takes over from the record before.
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The limits of {Entity} could not be stored; hard ones are refused once what is covered is used up: {Reason}")]
    private static partial void LogNotStored(ILogger logger, string entity, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The limits of {Entity} could not be taken over, trying again with the next call: {Reason}")]
    private static partial void LogNotTakenOver(ILogger logger, string entity, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "The limits of {Entity} have another owner now: {Reason}")]
    private static partial void LogReplaced(ILogger logger, string entity, string reason);
}
