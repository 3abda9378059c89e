using AiGateway.Grains.Endpoints;
using AiGateway.Grains.Keys;

namespace AiGateway.Edge.Tests.Fakes;

/// <summary>The owner of an endpoint that answers what a test tells it to, and keeps what it was told.</summary>
internal sealed class FakeEndpoint(string id) : IEndpointGrain
{
    private readonly List<EndpointReport> _reports = [];
    private readonly List<ProbeReport> _probes = [];
    private int _asked;

    /// <summary>What it answers.</summary>
    public EndpointStatus Answer { get; set; } = new() { EndpointId = id };

    /// <summary>The ticket it gives to whoever asks first; null for nobody.</summary>
    public ProbeGrant? Grant { get; set; }

    /// <summary>How often it was asked for one.</summary>
    public int Asked => Volatile.Read(ref _asked);

    public IReadOnlyList<EndpointReport> Reports
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

    public ValueTask<EndpointStatus> Report(EndpointReport report)
    {
        lock (_reports)
            _reports.Add(report);
        return ValueTask.FromResult(Answer);
    }

    public ValueTask<EndpointStatus> ReportProbe(ProbeReport report)
    {
        lock (_probes)
            _probes.Add(report);
        return ValueTask.FromResult(Answer);
    }

    public ValueTask<ProbeGrant?> RequestProbe(string edgeId)
    {
        Interlocked.Increment(ref _asked);
        var grant = Grant;
        Grant = null;
        return ValueTask.FromResult(grant);
    }

    public ValueTask<EndpointStatus> Status() => ValueTask.FromResult(Answer);

    public ValueTask<EndpointStatus> Unblock() => throw new NotSupportedException();
}
