namespace AiGateway.Edge.Tests.Fakes;

/// <summary>An owner that edges report to: it answers what a test tells it to, and keeps what it was told.</summary>
internal abstract class FakeHearer<TReport, TStatus>(TStatus answer)
{
    private readonly List<TReport> _reports = [];

    /// <summary>What it answers.</summary>
    public TStatus Answer { get; set; } = answer;

    /// <summary>What it waits for, or fails with, before it answers.</summary>
    public Func<Task> Before { get; set; } = () => Task.CompletedTask;

    public IReadOnlyList<TReport> Reports
    {
        get
        {
            lock (_reports)
                return [.. _reports];
        }
    }

    public async ValueTask<TStatus> Report(TReport report)
    {
        lock (_reports)
            _reports.Add(report);
        await Before();
        return Answer;
    }
}
