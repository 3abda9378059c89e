namespace AiGateway.EndToEnd.Tests.LimitProof;

/// <summary>
/// Judges a limit by what reached the provider and when, and when its caller had sent it. All times are microseconds of the
/// provider's clock.
/// </summary>
internal static class Verdict
{
    /// <summary>A minute.</summary>
    public const long WindowUs = 60_000_000;

    /// <summary>The most arrivals that lie in one half-open window.</summary>
    /// <param name="arrivals">In ascending order.</param>
    public static int MostWithin(IReadOnlyList<long> arrivals, long windowUs)
    {
        var (most, first) = (0, 0);
        for (var last = 0; last < arrivals.Count; last++)
        {
            while (arrivals[last] - arrivals[first] >= windowUs)
                first++;
            most = Math.Max(most, last - first + 1);
        }
        return most;
    }

    /// <summary>
    /// The most calls that were surely admitted in one window. Nobody but the gateway knows when it admitted a call: not before its
    /// caller sent it, and not after it arrived. An edge that is stopped between the two may send it seconds later.
    /// </summary>
    /// <param name="calls">None of them on its way for as long as the window.</param>
    public static int MostSurelyWithin(IReadOnlyList<ProofArrival> calls, long windowUs)
    {
        var sent = calls.Select(call => call.SentUs).Order().ToList();
        var arrived = calls.Select(call => call.ArrivedUs).Order().ToList();
        var (most, inTime) = (0, 0);
        for (var earlier = 0; earlier < sent.Count; earlier++)
        {
            while (inTime < arrived.Count && arrived[inTime] < sent[earlier] + windowUs)
                inTime++;
            // Whatever was sent before has arrived by then.
            most = Math.Max(most, inTime - earlier);
        }
        return most;
    }

    /// <summary>The most calls under way at one moment.</summary>
    /// <param name="calls">From the arrival to the end; no end while under way.</param>
    public static int MostAtOnce(IEnumerable<(long From, long? To)> calls)
    {
        var changes = new List<(long At, int Change)>();
        foreach (var (from, to) in calls)
        {
            changes.Add((from, 1));
            if (to is { } end)
                changes.Add((end, -1));
        }

        var (most, now) = (0, 0);
        // At the same moment an end comes before a beginning.
        foreach (var (_, change) in changes.Order())
        {
            now += change;
            most = Math.Max(most, now);
        }
        return most;
    }
}
