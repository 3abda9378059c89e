using System.Collections.Concurrent;
using AiGateway.Edge.Hosting;
using AiGateway.Edge.Pipeline.Routing;

namespace AiGateway.Edge.Pipeline.Answers;

/// <summary>Hands out clocks for answers, and keeps what they are made of for the next.</summary>
internal sealed class AnswerClocks(GatewaySettings settings, TimeProvider time)
{
    /// <summary>A source that was never cancelled keeps its timer: making one costs more than setting it.</summary>
    private readonly ConcurrentBag<CancellationTokenSource> _spare = [];

    /// <param name="call">Whose answer.</param>
    /// <param name="sentTicks">When it was asked for, where a call asks for several at the same time; null for the call's attempt.</param>
    public AnswerClock For(Exchange call, long? sentTicks = null) => new(
        this, call, sentTicks ?? call.AttemptTicks, call.Route.Timeouts?.FirstTokenMs ?? settings.FirstTokenMs, call.Route.Timeouts?.BetweenTokensMs ?? settings.BetweenTokensMs, time);

    public CancellationTokenSource Take() =>
        _spare.TryTake(out var spare) ? spare : new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);

    public void GiveBack(CancellationTokenSource source)
    {
        if (source.TryReset())
            _spare.Add(source);
        else
            source.Dispose();
    }
}
