using System.Diagnostics;

namespace AiGateway.FakeProvider.Log;

/// <summary>One clock for every time in the log. It never steps back, whatever happens to the machine's.</summary>
internal sealed class ProviderClock
{
    private readonly long _startedAt = Stopwatch.GetTimestamp();
    private readonly long _startedUs = (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>Microseconds since 1970.</summary>
    public long NowUs => _startedUs + (Stopwatch.GetElapsedTime(_startedAt).Ticks / TimeSpan.TicksPerMicrosecond);
}
