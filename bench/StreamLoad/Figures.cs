using System.Globalization;

namespace AiGateway.StreamLoad;

/// <summary>What a run found. Times in microseconds.</summary>
internal sealed record Figures(int Streams, int Failed, long Events, double FirstByteP50, double FirstByteP99, double Seconds)
{
    public static Figures Of(StreamResult[] results, TimeSpan took)
    {
        double[] waits = [.. results.Where(result => result.IsWhole).Select(result => result.FirstByte.TotalMicroseconds).Order()];
        return new Figures(
            results.Length,
            results.Length - waits.Length,
            results.Sum(result => (long)result.Events),
            At(waits, 0.50),
            At(waits, 0.99),
            took.TotalSeconds);
    }

    public string ToLine() =>
        string.Create(CultureInfo.InvariantCulture, $"{Streams}\t{Failed}\t{Events}\t{FirstByteP50:F0}\t{FirstByteP99:F0}\t{Seconds:F3}");

    private static double At(double[] sorted, double share) =>
        sorted.Length == 0 ? double.NaN : sorted[(int)Math.Min(sorted.Length - 1, Math.Ceiling(share * sorted.Length) - 1)];
}
