using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace AiGateway.EndToEnd.Tests.Harness;

/// <summary>Waits for what has no signal of its own.</summary>
public static class Eventually
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(15);

    /// <summary>The first value the condition holds for.</summary>
    public static async Task<T> Get<T>(
        Func<Task<T>> look, Func<T, bool> until, TimeSpan? within = null, [CallerArgumentExpression(nameof(until))] string? what = null)
    {
        var limit = within ?? Deadline;
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var value = await look();
            if (until(value))
                return value;
            if (watch.Elapsed > limit)
                throw new TimeoutException($"Within {limit.TotalSeconds:0.0} s it did not come true that {what}. Last seen: {value}");
            await Task.Delay(Look, TestContext.Current.CancellationToken);
        }
    }

    public static Task Holds(Func<Task<bool>> look, TimeSpan? within = null, [CallerArgumentExpression(nameof(look))] string? what = null) =>
        Get(look, seen => seen, within, what);
}
