using AiGateway.Core.Usage;

namespace AiGateway.Core.Grayscale;

/// <summary>What became of the calls that a split gave to one side of a ramp: to the canary, or to the targets beside it. They add up.</summary>
public sealed class RampCounts
{
    /// <summary>All that have ended, also those that say nothing of the target: cancelled by their callers, or wrong.</summary>
    public long Calls { get; set; }

    /// <summary>Those that say something of it.</summary>
    public long Judged { get; set; }

    public long Failures { get; set; }

    /// <summary>Failures since the last success, but for those that ask for nothing but time (a key over its rate limit).</summary>
    public int InARow { get; set; }

    /// <summary>Times to first token of streams, from sending.</summary>
    public LatencyHistogram FirstToken { get; set; } = new();

    /// <summary>Output tokens of the answers that were timed.</summary>
    public long Tokens { get; set; }

    /// <summary>How long those answers took from sending to their end, milliseconds.</summary>
    public double AnswerMs { get; set; }

    /// <summary>How many answers were timed.</summary>
    public long Timed { get; set; }

    /// <summary>0–1; 0 when nothing was judged.</summary>
    public double FailureRate() => Judged == 0 ? 0 : (double)Failures / Judged;

    /// <summary>Over all timed answers together; null when there were none, or they took no time.</summary>
    public double? TokensPerSecond() => AnswerMs > 0 ? Tokens * 1_000 / AnswerMs : null;

    /// <summary>A call that says nothing of the target.</summary>
    public void AddNeutral() => Calls++;

    /// <param name="firstTokenMs">Null when it was not streamed.</param>
    /// <param name="tokens">Of output; 0 when it has none to time.</param>
    /// <param name="answerMs">From sending to the end.</param>
    public void AddSuccess(double? firstTokenMs, long tokens, double answerMs)
    {
        Calls++;
        Judged++;
        InARow = 0;
        if (firstTokenMs is { } first)
            FirstToken.Add(first);
        if (tokens <= 0)
            return;
        Tokens += tokens;
        AnswerMs += answerMs;
        Timed++;
    }

    /// <param name="passing">Nothing but time is needed: it counts, and not in a row.</param>
    public void AddFailure(bool passing)
    {
        Calls++;
        Judged++;
        Failures++;
        if (!passing)
            InARow++;
    }

    public RampCounts Copy()
    {
        var copy = new RampCounts();
        copy.Add(this);
        return copy;
    }

    /// <summary>Adds what came after.</summary>
    public void Add(RampCounts later)
    {
        ArgumentNullException.ThrowIfNull(later);
        InARow = later.Judged > later.Failures ? later.InARow : InARow + later.InARow;
        Calls += later.Calls;
        Judged += later.Judged;
        Failures += later.Failures;
        FirstToken.Add(later.FirstToken);
        Tokens += later.Tokens;
        AnswerMs += later.AnswerMs;
        Timed += later.Timed;
    }
}
