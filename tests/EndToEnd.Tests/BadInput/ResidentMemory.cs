using System.Globalization;

namespace AiGateway.EndToEnd.Tests.BadInput;

/// <summary>
/// The resident memory of a process as the system counts it (<c>VmHWM</c> in <c>/proc/PID/status</c>): its own pages, not files that the
/// system keeps in its cache for it.
/// </summary>
internal sealed class ResidentMemory(int processId)
{
    public const long MiB = 1024 * 1024;

    /// <summary>Tells the system to forget the highest it was.</summary>
    private const string ForgetPeak = "5";

    public long Now => Read("VmRSS:");

    /// <summary>The most it was while something ran, bytes.</summary>
    public async Task<long> PeakDuring(Func<Task> what)
    {
        await File.WriteAllTextAsync($"/proc/{processId}/clear_refs", ForgetPeak, TestContext.Current.CancellationToken);
        await what();
        return Read("VmHWM:");
    }

    public static string Text(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{(double)bytes / MiB:0.0} MiB");

    private long Read(string name)
    {
        var line = File.ReadLines($"/proc/{processId}/status").First(line => line.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
    }
}
