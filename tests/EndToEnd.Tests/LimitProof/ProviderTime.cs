using System.Diagnostics;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.LimitProof;

/// <summary>
/// Tells a moment of this process by the provider's clock. Both count on from the machine's monotonic clock, so one
/// comparison holds for good.
/// </summary>
internal sealed class ProviderTime
{
    private const int Comparisons = 20;

    private readonly long _offsetUs;

    private ProviderTime(long offsetUs) => _offsetUs = offsetUs;

    private static long OwnUs => (long)Stopwatch.GetElapsedTime(0).TotalMicroseconds;

    /// <summary>Microseconds since 1970.</summary>
    public long NowUs => OwnUs + _offsetUs;

    /// <summary>Asks the provider for its time again and again; the quickest answer tells it best.</summary>
    public static async Task<ProviderTime> Compare(FakeProviderProcess provider)
    {
        var (best, offset) = (long.MaxValue, 0L);
        for (var i = 0; i < Comparisons; i++)
        {
            var asked = OwnUs;
            var told = (await provider.Log(after: long.MaxValue)).NowUs;
            var took = OwnUs - asked;
            if (took < best)
                (best, offset) = (took, told - asked - (took / 2));
        }
        return new ProviderTime(offset);
    }
}
