namespace AiGateway.EndToEnd.Tests.Endpoints;

/// <summary>What the fake provider's voice sounds like.</summary>
internal static class Sound
{
    public static byte[] Of(int pieces) => [.. Enumerable.Range(0, pieces).SelectMany(number => Enumerable.Range(0, 1_000).Select(place => (byte)((place * 7) + number)))];
}
