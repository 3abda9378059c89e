namespace AiGateway.Core.Pinning;

/// <summary>
/// All pins under one key: one a consumer. More than one means that two accounts made the same id, which well-made ids rule out
/// and some providers' do not.
/// </summary>
public sealed record PinSet
{
    /// <summary>Of so many consumers at the most; the one that was used longest ago gives way.</summary>
    public const int MaxPins = 16;

    public static PinSet Empty { get; } = new();

    public IReadOnlyList<Pin> Pins { get; init; } = [];

    /// <summary>What a consumer is told of the thing.</summary>
    public PinFinding Find(string consumer)
    {
        var own = Pins.FirstOrDefault(pin => pin.Consumer == consumer);
        return new PinFinding(own is not null ? PinStanding.Own : Pins.Count > 0 ? PinStanding.Others : PinStanding.Unknown, own);
    }

    /// <summary>With a pin in place of the one its consumer had.</summary>
    public PinSet With(Pin pin)
    {
        var others = Pins.Where(other => other.Consumer != pin.Consumer);
        return new PinSet { Pins = [.. others.OrderByDescending(other => other.UsedMs).Take(MaxPins - 1), pin] };
    }

    public PinSet Without(string consumer) => new() { Pins = [.. Pins.Where(pin => pin.Consumer != consumer)] };
}

/// <summary>What is known of a thing.</summary>
/// <param name="Pin">Set when it is the consumer's own.</param>
public sealed record PinFinding(PinStanding Standing, Pin? Pin)
{
    public static PinFinding Unknown { get; } = new(PinStanding.Unknown, null);
}

/// <summary>Whose a thing is.</summary>
public enum PinStanding
{
    /// <summary>Not made through the gateway, or forgotten.</summary>
    Unknown,

    Own,

    /// <summary>Another consumer's: to this one it does not exist.</summary>
    Others,
}
