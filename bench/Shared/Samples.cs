namespace AiGateway.Bench;

/// <summary>Measured values. Safe for many threads.</summary>
internal sealed class Samples
{
    private readonly Lock _gate = new();
    private readonly List<double> _values = [];

    public int Count
    {
        get
        {
            lock (_gate)
                return _values.Count;
        }
    }

    public void Add(double value)
    {
        lock (_gate)
            _values.Add(value);
    }

    /// <param name="share">0.5 for the median.</param>
    /// <returns>The value that so many of the samples do not exceed; not a number when there are none.</returns>
    public double Percentile(double share)
    {
        lock (_gate)
        {
            if (_values.Count == 0)
                return double.NaN;
            var sorted = _values.Order().ToArray();
            return sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];
        }
    }
}
