using AiGateway.Grains.Keys;

namespace AiGateway.Edge.Tests.Fakes;

/// <summary>An owner of health that answers what a test tells it to, and keeps what it was told.</summary>
internal abstract class FakeOwner<TReport, TStatus>(TStatus answer) : FakeHearer<TReport, TStatus>(answer)
{
    private readonly List<ProbeReport> _probes = [];
    private int _asked;

    /// <summary>The ticket it gives to whoever asks first; null for nobody.</summary>
    public ProbeGrant? Grant { get; set; }

    /// <summary>How often it was asked for one.</summary>
    public int Asked => Volatile.Read(ref _asked);

    public IReadOnlyList<ProbeReport> Probes
    {
        get
        {
            lock (_probes)
                return [.. _probes];
        }
    }

    public async ValueTask<TStatus> ReportProbe(ProbeReport report)
    {
        lock (_probes)
            _probes.Add(report);
        await Before();
        return Answer;
    }

    public ValueTask<ProbeGrant?> RequestProbe(string edgeId)
    {
        Interlocked.Increment(ref _asked);
        var grant = Grant;
        Grant = null;
        return ValueTask.FromResult(grant);
    }

    public ValueTask<TStatus> Status() => ValueTask.FromResult(Answer);

    public ValueTask<TStatus> Unblock() => ValueTask.FromResult(Answer);
}
