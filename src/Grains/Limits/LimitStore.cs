using AiGateway.Core.Limits.Owner;
using Orleans.Storage;

namespace AiGateway.Grains.Limits;

/// <summary>
/// The record of one owner. A write whose outcome is not known is followed by a read: if another owner has written since,
/// nothing is overwritten.
/// </summary>
internal sealed class LimitStore(IGrainStorage storage, GrainId grain)
{
    private const string Name = "limits";

    private readonly GrainState<LimitState> _state = new(new LimitState());
    private bool _uncertain;

    /// <summary>Null when nothing is stored.</summary>
    public async Task<LimitRecord?> Read()
    {
        await storage.ReadStateAsync(Name, grain, _state);
        return _state.State?.Record;
    }

    /// <exception cref="InconsistentStateException">Another owner has written.</exception>
    public async Task Write(LimitRecord record)
    {
        if (_uncertain)
        {
            if (await Read() is { } stored && stored.Epoch != record.Epoch)
                throw new InconsistentStateException($"Epoch {stored.Epoch} has been stored over {record.Epoch}.");
            _uncertain = false;
        }
        _state.State = new LimitState { Record = record };
        try
        {
            await storage.WriteStateAsync(Name, grain, _state);
        }
        catch (Exception e) when (e is not InconsistentStateException)
        {
            _uncertain = true;
            throw;
        }
    }
}

/// <summary>The stored form of an entity's limits.</summary>
public sealed class LimitState
{
    public LimitRecord? Record { get; set; }
}
