namespace AiGateway.Core.Health;

/// <summary>
/// When most keys of a provider are out for passing reasons, those that are left must not carry the load of all: their
/// circuits would be next. Then circuits are ignored and calls spread over all of them.
/// </summary>
public static class PanicRule
{
    /// <summary>With three keys or fewer the loss of one or two says nothing of the rest.</summary>
    public const int SmallestPool = 4;

    /// <param name="usable">Keys that calls may use.</param>
    /// <param name="passing">Keys that they may not use because of a throttle or a circuit. Dead ones, and those without quota or disabled, do not count.</param>
    public static bool Applies(int usable, int passing) => usable + passing >= SmallestPool && 10 * usable < 3 * (usable + passing);
}
