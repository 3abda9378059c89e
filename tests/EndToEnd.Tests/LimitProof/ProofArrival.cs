using System.Globalization;

namespace AiGateway.EndToEnd.Tests.LimitProof;

/// <summary>A call that reached the provider. Microseconds of its clock.</summary>
/// <param name="SentUs">When its caller sent it, at the latest.</param>
/// <param name="ArrivedUs">When it arrived.</param>
internal readonly record struct ProofArrival(long SentUs, long ArrivedUs)
{
    /// <summary>A header that the gateway passes on.</summary>
    public const string SentHeader = "x-client-request-id";

    /// <summary>The two clocks are compared no more exactly.</summary>
    private const long ClockUs = 1_000;

    public static string SentAt(long us) => (us - ClockUs).ToString(CultureInfo.InvariantCulture);

    public static ProofArrival Of(Harness.FakeCall call) => new(
        call.Headers.TryGetValue(SentHeader, out var sent) ? long.Parse(sent, NumberStyles.None, CultureInfo.InvariantCulture) : call.ArrivedUs, call.ArrivedUs);
}
