namespace AiGateway.Core.Dialects;

/// <summary>What the gateway itself does for a response that its provider does not keep; the answer says so in its own words.</summary>
public sealed record ResponseKeeping
{
    /// <summary>Whether it is kept by the gateway, so that the next turn can go on from it.</summary>
    public bool IsKept { get; init; }

    /// <summary>JSON of the response that is kept at most, bytes; a larger one says of itself that it is not stored.</summary>
    public int MostBytes { get; init; } = int.MaxValue;

    /// <summary>Whether it is made in the background.</summary>
    public bool InBackground { get; init; }

    /// <summary>Id of the response it goes on from; null for none.</summary>
    public string? Previous { get; init; }

    /// <summary>Whether a response of so many bytes is kept.</summary>
    public bool Keeps(int bytes) => IsKept && bytes <= MostBytes;
}
