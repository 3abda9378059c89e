using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace AiGateway.EndToEnd.Tests.Harness;

/// <summary>A real process under test: its output, its signals, its end. Disposing kills it.</summary>
public sealed class RunningProcess : IAsyncDisposable
{
    /// <summary>What a developer's shell may hold and a test must not depend on.</summary>
    private static readonly string[] NotInherited = ["AIGATEWAY_", "OPENAI_", "DEEPSEEK_", "ANTHROPIC_", "GEMINI_", "DASHSCOPE_", "OTEL_", "ASPNETCORE_", "Cluster__", "Gateway__", "Admin__", "TESTINGPLATFORM_"];

    /// <summary>
    /// Most of these processes live for seconds. Compiling again what is called often takes up to half of the processor time of a test,
    /// and pays only for a process that lives on: it begins when nothing new has been called for this long.
    /// </summary>
    private static readonly (string Name, string Milliseconds) CompiledAgainAfter = ("DOTNET_TC_CallCountingDelayMs", "2000");

    private static readonly ConcurrentDictionary<int, RunningProcess> Alive = new();
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(2) };

    private readonly Process _process;

    static RunningProcess() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        foreach (var left in Alive.Values)
            left.Kill();
    };

    private RunningProcess(string name, Process process) => (Name, _process) = (name, process);

    public string Name { get; }

    public ProcessOutput Output { get; } = new();

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    /// <summary>Starts a built .NET program.</summary>
    public static RunningProcess Dotnet(string dll, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null) =>
        Start("dotnet", [dll, .. arguments], environment, name: Path.GetFileNameWithoutExtension(dll));

    public static RunningProcess Start(
        string file, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null, string? name = null, string? directory = null)
    {
        var info = new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = directory ?? "" };
        foreach (var inherited in info.Environment.Keys.Where(key => NotInherited.Any(prefix => key.StartsWith(prefix, StringComparison.Ordinal))).ToList())
            info.Environment.Remove(inherited);
        info.Environment[CompiledAgainAfter.Name] = CompiledAgainAfter.Milliseconds;
        foreach (var (key, value) in environment ?? new Dictionary<string, string?>())
            info.Environment[key] = value;

        var running = new RunningProcess(name ?? Path.GetFileName(file), new Process { StartInfo = info, EnableRaisingEvents = true });
        running.Run();
        return running;
    }

    /// <summary>Waits for a line of output.</summary>
    public async Task<string> Line(Func<string, bool> wanted, TimeSpan? within = null, int after = 0) =>
        await Output.Line(wanted, within ?? Eventually.Deadline, after) ?? throw new InvalidOperationException(Describe("ended before it wrote the awaited line"));

    /// <summary>Waits until an address answers 200.</summary>
    public async Task Answers(Uri url, TimeSpan? within = null)
    {
        var limit = within ?? TimeSpan.FromSeconds(40);
        var watch = Stopwatch.StartNew();
        while (true)
        {
            if (HasExited)
                throw new InvalidOperationException(Describe($"ended with {ExitCode} before {url} answered"));
            try
            {
                using var response = await Http.GetAsync(url, TestContext.Current.CancellationToken);
                if (response.IsSuccessStatusCode)
                    return;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !TestContext.Current.CancellationToken.IsCancellationRequested)
            {
            }
            if (watch.Elapsed > limit)
                throw new TimeoutException(Describe($"did not answer at {url} within {limit.TotalSeconds:0} s"));
            await Task.Delay(15, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>SIGKILL.</summary>
    public void Kill()
    {
        try
        {
            _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }

    /// <summary>SIGTERM.</summary>
    public void Terminate() => Signal("TERM");

    /// <summary>SIGSTOP: alive, holding its connections, and doing nothing.</summary>
    public void Suspend() => Signal("STOP");

    /// <summary>SIGCONT.</summary>
    public void Continue() => Signal("CONT");

    public async Task<int> Exit(TimeSpan? within = null)
    {
        try
        {
            await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(within ?? Eventually.Deadline, TestContext.Current.CancellationToken);
            return _process.ExitCode;
        }
        catch (TimeoutException)
        {
            throw new TimeoutException(Describe("did not end"));
        }
    }

    /// <summary>Resident memory, bytes.</summary>
    public long ResidentBytes()
    {
        var line = File.ReadLines($"/proc/{Id}/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
    }

    public string Describe(string what) => $"{Name} ({Id}) {what}. Its last lines:\n{Output.Tail()}";

    public async ValueTask DisposeAsync()
    {
        if (Alive.TryRemove(Id, out _))
        {
            Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }
        _process.Dispose();
    }

    private void Run()
    {
        var open = 2;
        void Take(string? line)
        {
            if (line is not null)
                Output.Add(line);
            else if (Interlocked.Decrement(ref open) == 0)
                Output.End();
        }
        _process.OutputDataReceived += (_, e) => Take(e.Data);
        _process.ErrorDataReceived += (_, e) => Take(e.Data);
        _process.Start();
        Alive[Id] = this;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }
}
