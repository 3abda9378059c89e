namespace AiGateway.EndToEnd.Tests.Harness;

/// <summary>The lines a process has written, both streams in order of arrival, and a way to wait for one.</summary>
public sealed class ProcessOutput
{
    private readonly Lock _gate = new();
    private readonly List<string> _lines = [];
    private TaskCompletionSource _changed = NewSignal();
    private bool _ended;

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_gate)
                return [.. _lines];
        }
    }

    public string Text => string.Join('\n', Lines);

    public string Tail(int lines = 30) => string.Join('\n', Lines.TakeLast(lines));

    /// <summary>The first line the condition holds for; null when the process ended without one.</summary>
    /// <param name="after">Lines to leave out at the beginning.</param>
    public async Task<string?> Line(Func<string, bool> wanted, TimeSpan within, int after = 0)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(within);
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_lines.Skip(after).FirstOrDefault(wanted) is { } found)
                    return found;
                if (_ended)
                    return null;
                changed = _changed.Task;
            }
            try
            {
                await changed.WaitAsync(deadline.Token);
            }
            catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
            {
                throw new TimeoutException($"The awaited line was not written within {within.TotalSeconds:0.0} s. Last lines:\n{Tail()}");
            }
        }
    }

    internal void Add(string line)
    {
        lock (_gate)
        {
            _lines.Add(line);
            Signal();
        }
    }

    internal void End()
    {
        lock (_gate)
        {
            _ended = true;
            Signal();
        }
    }

    private void Signal()
    {
        _changed.TrySetResult();
        _changed = NewSignal();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
