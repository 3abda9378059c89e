using AiGateway.Grains.Tests.Hosting;

namespace AiGateway.Grains.Tests.Limits;

/// <summary>A store that does not answer one grain until told to.</summary>
internal sealed class HangingStore : IDisposable
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Action _stop;

    public HangingStore(TestStore store, IAddressable owner)
    {
        _stop = () => store.BeforeWrite(owner, null);
        store.BeforeWrite(owner, () =>
        {
            _begun.TrySetResult();
            return _ended.Task;
        });
    }

    public Task Begun => _begun.Task;

    public void End()
    {
        _stop();
        _ended.TrySetResult();
    }

    public void Dispose() => End();
}
