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
    private bool _storeLost;

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
        _saving = Write();
        if (!_storeLost)
            await Task.WhenAny(_saving, Task.Delay(StorePatience, time));
        _storeLost = !_saving.IsCompletedSuccessfully;
        if (_saving is { IsFaulted: true, Exception.InnerException: InconsistentStateException e })
        {
            // Another activation has written: this one is no longer the owner, and what it just granted must not leave.
            DeactivateOnIdle();
            throw e;
        }
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
