using System.Diagnostics;

namespace AiGateway.LimitLoad;

/// <summary>Brings calls to an edge until it is told to stop. What a stalled machine held up comes afterwards, not never.</summary>
internal static class Arrivals
{
    /// <summary>Calls that know nothing of each other.</summary>
    public static Task Random(EdgeNode edge, Traffic traffic, double perSecond, Random random, CancellationToken stop) =>
        Run(edge, _ => traffic, () => -Math.Log(1 - random.NextDouble()) / perSecond, stop);

    /// <summary>Calls of several consumers in turn, evenly spaced.</summary>
    public static Task InTurn(EdgeNode edge, Traffic[] traffics, TimeSpan each, TimeSpan first, CancellationToken stop)
    {
        var isFirst = true;
        double Gap()
        {
            var gap = isFirst ? first : each / traffics.Length;
            isFirst = false;
            return gap.TotalSeconds;
        }
        return Run(edge, count => traffics[count % traffics.Length], Gap, stop);
    }

    private static async Task Run(EdgeNode edge, Func<int, Traffic> who, Func<double> gapSeconds, CancellationToken stop)
    {
        var start = Stopwatch.GetTimestamp();
        var dueSeconds = 0d;
        for (var count = 0; ; count++)
        {
            dueSeconds += gapSeconds();
            var ahead = TimeSpan.FromSeconds(dueSeconds) - Stopwatch.GetElapsedTime(start);
            if (ahead > TimeSpan.FromMilliseconds(1))
                await Task.Delay(ahead, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stop.IsCancellationRequested)
                return;
            edge.Call(who(count));
        }
    }
}
