namespace AiGateway.Core.Limits;

/// <summary>
/// What calls used of late: the output tokens nine of ten stayed below. Counts by size in steps of a fifth, and old calls
/// fade as new ones come. Safe for many threads.
/// </summary>
public sealed class OutputForecast
{
    private const double Step = 1.2;
    private const int Sizes = 96;

    /// <summary>After so many calls the older ones count half.</summary>
    private const int Memory = 500;

    private readonly Lock _gate = new();
    private readonly int[] _counts = new int[Sizes];
    private int _total;

    public void Add(long outputTokens)
    {
        lock (_gate)
        {
            _counts[SizeOf(outputTokens)]++;
            if (++_total < Memory)
                return;
            _total = 0;
            for (var i = 0; i < Sizes; i++)
                _total += _counts[i] /= 2;
        }
    }

    /// <summary>Null while no call has ended.</summary>
    public long? NineOfTen()
    {
        lock (_gate)
        {
            if (_total == 0)
                return null;
            var (size, seen) = (0, _counts[0]);
            while (seen * 10L < _total * 9L)
                seen += _counts[++size];
            return (long)Math.Ceiling(Math.Pow(Step, size));
        }
    }

    private static int SizeOf(long tokens) => tokens <= 1 ? 0 : Math.Min(Sizes - 1, (int)Math.Ceiling(Math.Log(tokens, Step)));
}
