namespace AiGateway.Edge.Pipeline.Limits;

/// <summary>The sooner of two times that need not be known.</summary>
internal static class Sooner
{
    /// <returns>Null when neither is known.</returns>
    public static long? Of(long? a, long? b) => a is null ? b : b is null ? a : Math.Min(a.Value, b.Value);
}
