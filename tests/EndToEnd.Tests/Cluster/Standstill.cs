using System.Diagnostics;

namespace AiGateway.EndToEnd.Tests.Cluster;

/// <summary>
/// Notices when the machine itself stands still: a thread that only sleeps for a moment and looks at the clock. What
/// happened while it could not run says nothing about the processes under test, which could not run either.
/// </summary>
internal sealed class Standstill : IDisposable
{
    private static readonly TimeSpan Nap = TimeSpan.FromMilliseconds(2);
    private readonly Thread _thread;
    private volatile bool _stop;
    private long _longest;

    public Standstill()
    {
        _thread = new Thread(Watch) { IsBackground = true };
        _thread.Start();
    }

    /// <summary>The longest it could not run since it was last asked, milliseconds.</summary>
    public double TakeLongestMs() => Stopwatch.GetElapsedTime(0, Interlocked.Exchange(ref _longest, 0)).TotalMilliseconds;

    public void Dispose()
    {
        _stop = true;
        _thread.Join();
    }

    private void Watch()
    {
        var last = Stopwatch.GetTimestamp();
        while (!_stop)
        {
            Thread.Sleep(Nap);
            var now = Stopwatch.GetTimestamp();
            if (now - last > Interlocked.Read(ref _longest))
                Interlocked.Exchange(ref _longest, now - last);
            last = now;
        }
    }
}
