using AiGateway.Core.Catalog;
using AiGateway.Core.Limits;
using Microsoft.Extensions.Logging;
using Orleans.Placement;
using Orleans.Storage;

namespace AiGateway.Grains.Consumers;

/// <summary>
/// A shell around <see cref="LimitLedger"/>. What a reply grants is in the store before the reply leaves. When the store
/// does not answer, the grain goes on from memory instead of stopping its consumer; limits then hold as long as this
/// activation lives.
/// </summary>
[HashBasedPlacement]
internal sealed partial class ConsumerGrain(
    [PersistentState("limits", GrainStorageNames.Gateway)] IPersistentState<ConsumerState> stored,
    TimeProvider time, ILogger<ConsumerGrain> logger) : Grain, IConsumerGrain
{
    /// <summary>Longer than any write to a healthy store takes, shorter than a caller notices.</summary>
    private static readonly TimeSpan StorePatience = TimeSpan.FromMilliseconds(300);

    private LimitSpec? _limits;
    private long _limitsVersion = -1;
    private Task _saving = Task.CompletedTask;

    public async ValueTask<LeaseReply> Lease(LeaseReport report, LimitSpec limits, long catalogVersion)
    {
        if (catalogVersion >= _limitsVersion)
            (_limits, _limitsVersion) = (limits, catalogVersion);

        var reply = stored.State.Ledger.Serve(report, _limits!, time.GetUtcNow().ToUnixTimeMilliseconds());
        await Save();
        return reply;
    }

    private async Task Save()
    {
        if (!_saving.IsCompleted)
            return;
        ThrowIfReplaced();
        // A store that failed last time is tried, but not waited for.
        var patience = _saving.IsCompletedSuccessfully ? Task.Delay(StorePatience, time) : Task.CompletedTask;
        _saving = Write();
        await Task.WhenAny(_saving, patience);
        ThrowIfReplaced();
    }

    /// <summary>Another activation has written: this one is no longer the owner, and what it just granted must not leave.</summary>
    private void ThrowIfReplaced()
    {
        if (_saving is not { IsFaulted: true, Exception.InnerException: InconsistentStateException e })
            return;
        DeactivateOnIdle();
        throw e;
    }

    private async Task Write()
    {
        try
        {
            await stored.WriteStateAsync();
        }
        catch (Exception e) when (e is not InconsistentStateException)
        {
            LogNotStored(logger, this.GetPrimaryKeyString(), e.Message);
            throw;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Limits of consumer {Consumer} could not be stored, going on from memory: {Reason}")]
    private static partial void LogNotStored(ILogger logger, string consumer, string reason);
}
