using AiGateway.Core.Grayscale;
using AiGateway.Grains.Grayscale;

namespace AiGateway.Edge.Tests.Fakes;

/// <summary>An owner of a ramp that answers what a test tells it to, and keeps what it was told.</summary>
internal sealed class FakeRamp(string model) : IRampGrain
{
    private readonly List<RampReport> _reports = [];

    /// <summary>What it answers.</summary>
    public RampStatus Answer { get; set; } = new() { ModelId = model };

    /// <summary>What it waits for, or fails with, before it answers.</summary>
    public Func<Task> Before { get; set; } = () => Task.CompletedTask;

    public IReadOnlyList<RampReport> Reports
    {
        get
        {
            lock (_reports)
                return [.. _reports];
        }
    }

    public async ValueTask<RampStatus> Report(RampReport report)
    {
        lock (_reports)
            _reports.Add(report);
        await Before();
        return Answer;
    }

    public ValueTask<RampStatus> Status() => throw new NotSupportedException();

    public ValueTask<RampFigures> Figures() => throw new NotSupportedException();

    public ValueTask<RampFigures> Operate(RampAction action, RampTerms terms) => throw new NotSupportedException();
}
