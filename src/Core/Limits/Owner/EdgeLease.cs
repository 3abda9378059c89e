using AiGateway.Core.Limits.Leasing;

namespace AiGateway.Core.Limits.Owner;

/// <summary>What the owner knows of one edge: its counters by dimension.</summary>
internal sealed class EdgeLease(EdgeName edge, LeaseId id)
{
    private readonly Counters[] _counters = new Counters[LimitDimensions.Count];

    public EdgeName Edge { get; } = edge;

    public LeaseId Id { get; } = id;

    /// <summary>The owner believes in it until then, a little longer than the edge does, ledger milliseconds.</summary>
    public long EndsMs { get; set; }

    /// <summary>When it last reported, ledger milliseconds.</summary>
    public long SeenMs { get; set; }

    /// <summary>It has told a new owner what it used under the one before.</summary>
    public bool ToldRecent { get; set; }

    /// <summary>The latest report taken in.</summary>
    public long Sequence { get; set; }

    public ref Counters this[LimitDimension dimension] => ref _counters[(int)dimension];

    /// <summary>Cumulative, like what the edge reports.</summary>
    internal struct Counters
    {
        public long Granted;
        public long Consumed;
        public long Returned;
        public long Refunded;

        public readonly long Out => Granted - Consumed - Returned;
    }
}
