using AiGateway.Core.Health;
using AiGateway.Grains.Keys;

namespace AiGateway.Edge.Tests.Fakes;

/// <summary>The owner of a key that answers what a test tells it to, and keeps what it was told.</summary>
internal sealed class FakeKey(string id) : IApiKeyGrain
{
    private readonly List<KeyReport> _reports = [];
    private readonly List<ProbeReport> _probes = [];
    private int _asked;

    /// <summary>What it answers.</summary>
    public KeyStatus Answer { get; set; } = new() { KeyId = id };

    /// <summary>What it waits for, or fails with, before it answers.</summary>
    public Func<Task> Before { get; set; } = () => Task.CompletedTask;

    public IReadOnlyList<KeyReport> Reports
    {
        get
        {
            lock (_reports)
                return [.. _reports];
        }
    }

    public IReadOnlyList<ProbeReport> Probes
    {
        get
        {
            lock (_probes)
                return [.. _probes];
        }
    }

    public async ValueTask<KeyStatus> Report(KeyReport report)
    {
        lock (_reports)
            _reports.Add(report);
        await Before();
        return Answer;
    }

    public async ValueTask<KeyStatus> ReportProbe(ProbeReport report)
    {
        lock (_probes)
            _probes.Add(report);
        await Before();
        return Answer;
    }

    /// <summary>The ticket it gives to whoever asks first; null for nobody.</summary>
    public ProbeGrant? Grant { get; set; }

    /// <summary>How often it was asked for one.</summary>
    public int Asked => Volatile.Read(ref _asked);

    public ValueTask<ProbeGrant?> RequestProbe(string edgeId)
    {
        Interlocked.Increment(ref _asked);
        var grant = Grant;
        Grant = null;
        return ValueTask.FromResult(grant);
    }

    public ValueTask<KeyStatus> Trip(UpstreamFailure failure, HealthTerms terms) => throw new NotSupportedException();

    public ValueTask<KeyStatus> Pardon() => throw new NotSupportedException();

    public ValueTask<KeyStatus> Status() => ValueTask.FromResult(Answer);

    public ValueTask<KeyStatus> Disable() => throw new NotSupportedException();

    public ValueTask<KeyStatus> Enable() => throw new NotSupportedException();

    public ValueTask<KeyStatus> Unblock() => throw new NotSupportedException();
}
