using System.Diagnostics;
using AiGateway.Core.Limits;
using AiGateway.Edge.Catalog;

namespace AiGateway.LimitLoad;

/// <summary>The calls of one consumer over all edges, and what became of them. Safe for many threads.</summary>
/// <param name="name">Of the consumer.</param>
/// <param name="perMinute">Its limit on calls in any 60 seconds.</param>
/// <param name="load">How much of that arrives.</param>
/// <param name="waits">Where to note how long admitted calls waited for a hop, milliseconds.</param>
internal sealed class Traffic(string name, long perMinute, double load, Samples waits)
{
    private readonly Lock _gate = new();
    private readonly List<long> _admitted = [];
    private long _countsFrom;
    private int _counted;
    private int _waited;
    private int _unanswered;
    private int _reports;
    private double _batches;

    public LimitedEntity Entity { get; } = new($"consumer/{name}", new([new(LimitDimension.RequestsPerMinute, perMinute, Hard: true)]), 1);

    public long PerMinute { get; } = perMinute;

    /// <summary>Calls arriving, a second, at all edges together.</summary>
    public double PerSecond { get; } = perMinute * load / 60;

    /// <summary>How long admitted calls waited for a hop, milliseconds.</summary>
    public Samples Waits => waits;

    /// <summary>What comes from now on counts.</summary>
    public void Begin()
    {
        lock (_gate)
            (_countsFrom, _counted, _waited, _unanswered, _reports, _batches) = (Stopwatch.GetTimestamp(), 0, 0, 0, 0, 0);
    }

    public void Admitted(TimeSpan? waited)
    {
        lock (_gate)
        {
            _admitted.Add(Stopwatch.GetTimestamp());
            _counted++;
            if (waited is not { } wait)
                return;
            _waited++;
            if (_countsFrom > 0)
                waits.Add(wait.TotalMilliseconds);
        }
    }

    /// <summary>Nobody could be asked.</summary>
    public void Unanswered()
    {
        lock (_gate)
            _unanswered++;
    }

    /// <summary>A report went out.</summary>
    /// <param name="together">Reports in its batch, of all consumers.</param>
    public void Reported(int together)
    {
        lock (_gate)
        {
            _reports++;
            _batches += 1d / together;
        }
    }

    public TrafficFigures Figures()
    {
        lock (_gate)
        {
            var admitted = (double)Math.Max(1, _counted);
            return new(_counted, _waited / admitted, _reports / admitted, _batches / admitted, _unanswered);
        }
    }

    /// <summary>Admitted in so many whole windows, as a share of what the limit allows.</summary>
    public double Utilisation(int windows)
    {
        var end = _countsFrom + (windows * 60 * Stopwatch.Frequency);
        lock (_gate)
            return _admitted.Count(at => at >= _countsFrom && at < end) / (double)(windows * PerMinute);
    }

    /// <summary>The most calls ever admitted in any 60 seconds, those that do not count included.</summary>
    public int MostInAnyWindow()
    {
        var window = 60 * Stopwatch.Frequency;
        lock (_gate)
        {
            _admitted.Sort();
            var (most, oldest) = (0, 0);
            for (var newest = 0; newest < _admitted.Count; newest++)
            {
                while (_admitted[newest] - _admitted[oldest] >= window)
                    oldest++;
                most = Math.Max(most, newest - oldest + 1);
            }
            return most;
        }
    }
}
