using AiGateway.Core.Pinning;

namespace AiGateway.Edge.Pinning;

/// <summary>Something in an answer that only the account that gave it knows.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Key">What its pin is kept under.</param>
internal readonly record struct PinnedThing(PinKind Kind, string Key)
{
    /// <summary>Adds what stands in an answer to a list, if it is not there yet.</summary>
    /// <param name="to">Made with the first.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="quoted">As it stands there, quotes included.</param>
    public static void Note(ref List<PinnedThing>? to, PinKind kind, ReadOnlySpan<byte> quoted)
    {
        if (PinToken.Key(kind, quoted) is { } key && new PinnedThing(kind, key) is var thing && to?.Contains(thing) != true)
            (to ??= []).Add(thing);
    }
}
