namespace AiGateway.Core.Selection;

/// <summary>Scatters 64 bits so that each bit of the result depends on all of them, as SplitMix64 does in its last step (Stafford's variant 13).</summary>
public static class Mix64
{
    public static ulong Of(ulong bits)
    {
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
        return bits ^ (bits >> 31);
    }

    /// <summary>A number evenly spread over 0–1, neither of them reached.</summary>
    public static double ToUnit(ulong bits) => ((bits >> 11) + 0.5) * (1.0 / (1UL << 53));
}
