using AiGateway.Core.Limits;

namespace AiGateway.Simulation;

/// <summary>
/// What was admitted in true time, and the verdict: it knows nothing of leases or owners. A call that never reached a provider
/// is not a use.
/// </summary>
internal sealed class Audit
{
    private readonly List<Use> _admitted = new(4_096);
    private readonly List<Use> _settled = [];
    private long _running;
    private long _mostOver = long.MinValue;

    public long Admissions => _admitted.Count;

    /// <summary>Calls admitted from then on.</summary>
    public long AdmittedSince(long us) => _admitted.Count(use => use.AtUs >= us);

    public long Running => _running;

    /// <summary>Most calls under way at once beyond the bound of that time.</summary>
    public long MostOverRunning => Math.Max(0, _mostOver);

    public void Begun(long nowUs, long tokens, bool isUse, long slots)
    {
        if (isUse)
            _admitted.Add(new(nowUs, tokens));
        _running++;
        if (slots > 0)
            _mostOver = Math.Max(_mostOver, _running - slots);
    }

    public void Ended(long nowUs, long tokens)
    {
        _running--;
        if (tokens > 0)
            _settled.Add(new(nowUs, tokens));
    }

    /// <summary>The process that ran them is gone, and its calls with it.</summary>
    public void Died(int running) => _running -= running;

    /// <summary>By how much the worst window was passed, counting calls from when they were admitted; at most 0 when none was.</summary>
    public long Over(LimitDimension dimension, LimitHistory history, long slackUs) =>
        Over(_admitted, dimension, history, slackUs);

    /// <summary>The same for tokens, counted from when their calls ended.</summary>
    public long OverAtEnd(LimitDimension dimension, LimitHistory history, long slackUs) =>
        Over(_settled, dimension, history, slackUs);

    /// <summary>By how much a day was passed.</summary>
    /// <param name="dimension">Which limit.</param>
    /// <param name="history">The bounds.</param>
    /// <param name="midnightUs">True time of the one midnight of the run.</param>
    /// <param name="marginUs">Uses so close to midnight may count for either day.</param>
    public long OverDay(LimitDimension dimension, LimitHistory history, long midnightUs, long marginUs)
    {
        long before = 0, after = 0;
        foreach (var use in _admitted)
        {
            if (use.AtUs < midnightUs - marginUs)
                before += use.Of(dimension);
            else if (use.AtUs > midnightUs + marginUs)
                after += use.Of(dimension);
        }
        var most = history.Most(dimension, 0, long.MaxValue);
        return Math.Max(before, after) - most;
    }

    private static long Over(List<Use> uses, LimitDimension dimension, LimitHistory history, long slackUs)
    {
        var windowUs = dimension.WindowMs() * 1_000;
        var fixedBound = history.WasChanged ? 0 : history.Most(dimension, 0, 0);
        long sum = 0, worst = long.MinValue;
        var first = 0;
        foreach (var use in uses)
        {
            sum += use.Of(dimension);
            while (uses[first].AtUs <= use.AtUs - windowUs)
                sum -= uses[first++].Of(dimension);
            var bound = fixedBound > 0 ? fixedBound : history.Most(dimension, use.AtUs - windowUs - slackUs, use.AtUs);
            worst = Math.Max(worst, sum - bound);
        }
        return worst;
    }

    private readonly record struct Use(long AtUs, long Tokens)
    {
        public long Of(LimitDimension dimension) => dimension.Unit() == LimitUnit.Token ? Tokens : 1;
    }
}
