namespace AiGateway.Core.Limits;

/// <summary>What an edge tells the owner of a consumer's limits, and what it asks for.</summary>
public sealed record LeaseReport
{
    /// <summary>The edge's name, stable over its restarts.</summary>
    public required string EdgeId { get; init; }

    /// <summary>Grows with every restart of the edge, such as its start time; what an earlier one held is void.</summary>
    public required long Incarnation { get; init; }

    /// <summary>Grows with every report of one incarnation. A report that comes again, or too late, changes nothing.</summary>
    public required long Sequence { get; init; }

    /// <summary>What the edge would like to add to what it holds.</summary>
    public LimitVector Wants { get; init; }

    /// <summary>What a call waiting at the edge lacks: granted whole, or nothing is granted at all.</summary>
    public LimitVector Need { get; init; }

    public IReadOnlyList<PermitReturn> Returns { get; init; } = [];

    /// <summary>Tokens used beyond what was reserved for them; charged even above the limit, since they are spent.</summary>
    public long ExtraTokens { get; init; }

    /// <summary>Calls under way at the edge.</summary>
    public long SlotsInUse { get; init; }

    /// <summary>Slots the edge keeps; what it held beyond these it has given back.</summary>
    public long SlotsHeld { get; init; }
}
