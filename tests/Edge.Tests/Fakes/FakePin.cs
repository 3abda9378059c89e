using AiGateway.Core.Pinning;
using AiGateway.Grains.Pinning;

namespace AiGateway.Edge.Tests.Fakes;

/// <summary>The owner of one thing's pins, with the real rules and no store.</summary>
internal sealed class FakePin : ISignaturePinGrain, IObjectPinGrain
{
    public PinSet Pins { get; set; } = PinSet.Empty;

    /// <summary>What it waits for, or fails with, before it answers.</summary>
    public Func<Task> Before { get; set; } = () => Task.CompletedTask;

    /// <summary>How often it was asked.</summary>
    public int Asked { get; private set; }

    public async ValueTask<PinFinding> Find(string consumer)
    {
        Asked++;
        await Before();
        return Pins.Find(consumer);
    }

    public async ValueTask Keep(Pin pin)
    {
        await Before();
        Pins = Pins.With(pin);
    }

    public async ValueTask Forget(string consumer)
    {
        await Before();
        Pins = Pins.Without(consumer);
    }
}
