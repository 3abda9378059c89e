using System.Runtime.InteropServices;
using AiGateway.Core.Limits.Leasing;

namespace AiGateway.Core.Limits.Edge;

/// <summary>
/// The edge's part in sharing a scarce model fairly: counts what each consumer asks for, and lets through the part of it the owner
/// has said, evenly spread. Safe for many threads.
/// </summary>
public sealed class Contention
{
    /// <summary>A share not said again is void after this, milliseconds.</summary>
    private const long ShareMs = 2_000;

    private const long ReportMs = 250;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Line> _lines = new(StringComparer.Ordinal);
    private bool _hasNews;
    private long _toldMs = long.MinValue / 2;

    /// <summary>True when offers wait to be told that nothing else would tell soon.</summary>
    public bool IsDue(long nowMs)
    {
        lock (_gate)
            return _hasNews && nowMs - _toldMs >= ReportMs;
    }

    /// <summary>A call of a consumer.</summary>
    /// <param name="consumer">Who.</param>
    /// <param name="weight">Its weight among others.</param>
    /// <param name="tokens">What the call is estimated at.</param>
    /// <param name="nowMs">Now.</param>
    /// <returns>The limit whose share it has used up, or null when the call may go on.</returns>
    public LimitDimension? Offer(string consumer, int weight, long tokens, long nowMs)
    {
        lock (_gate)
        {
            ref var line = ref CollectionsMarshal.GetValueRefOrAddDefault(_lines, consumer, out _);
            line.Weight = weight;
            line.Calls++;
            line.Tokens += tokens;
            _hasNews = true;
            if (nowMs >= line.UntilMs)
                return null;
            // Error diffusion: of a share of 30 %, exactly three of ten pass, and never two in a row.
            line.Due += line.Part;
            if (line.Due < 1)
                return line.Dimension;
            line.Due--;
            return null;
        }
    }

    /// <summary>What was asked for since the last time.</summary>
    public IReadOnlyList<ConsumerOffer> Tell(long nowMs)
    {
        lock (_gate)
        {
            _toldMs = nowMs;
            if (!_hasNews)
                return [];
            _hasNews = false;
            var offers = new List<ConsumerOffer>(_lines.Count);
            foreach (var (consumer, line) in _lines)
            {
                if (line.Calls > 0)
                    offers.Add(new(consumer, line.Weight, line.Calls, line.Tokens));
                else if (nowMs >= line.UntilMs)
                    _lines.Remove(consumer);
            }
            foreach (var offer in offers)
            {
                ref var line = ref CollectionsMarshal.GetValueRefOrNullRef(_lines, offer.Consumer);
                (line.Calls, line.Tokens) = (0, 0);
            }
            return offers;
        }
    }

    /// <summary>The owner's answer.</summary>
    public void Hear(IReadOnlyList<ConsumerShare> shares, long nowMs)
    {
        lock (_gate)
        {
            foreach (var share in shares)
            {
                ref var line = ref CollectionsMarshal.GetValueRefOrAddDefault(_lines, share.Consumer, out _);
                (line.Part, line.Dimension, line.UntilMs) = (Math.Clamp(share.Part, 0, 1), share.Dimension, nowMs + ShareMs);
            }
        }
    }

    private struct Line
    {
        public int Weight;
        public long Calls;
        public long Tokens;
        public double Part;
        public double Due;
        public LimitDimension Dimension;
        public long UntilMs;
    }
}
