using System.CommandLine;
using System.Globalization;
using AiGateway.Edge.Admin.Health;
using AiGateway.Edge.Admin.Usage;
using AiGateway.Edge.ManagementClient;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace AiGateway.Edge.CommandLine;

/// <summary><c>admin watch</c>: calls and errors of the last minutes, and keys in trouble, until it is interrupted.</summary>
internal static class WatchCommand
{
    private static readonly TimeSpan Span = TimeSpan.FromMinutes(5);

    public static Command Build(Connection connection, Terminal terminal)
    {
        var every = new Option<int>("--every") { Description = "Seconds between two looks, 1–3,600", DefaultValueFactory = _ => 2 };
        var times = new Option<int?>("--times") { Description = "How many looks; until it is interrupted" };
        var command = new Command("watch", "Calls and errors of the last five minutes, and keys in trouble, again and again") { every, times };
        connection.Run(command, async (given, api, output, stop) =>
        {
            if (given.GetValue(every) is not (>= 1 and <= 3_600) || given.GetValue(times) is <= 0)
                throw new UsageException("--every must be 1 to 3600 seconds, and --times at least 1.");
            using var timer = new PeriodicTimer(TimeSpan.FromSeconds(given.GetValue(every)), terminal.Time);
            // What is wrong with the call itself shows here, and ends it.
            var first = await Look(api, terminal, stop);
            var left = given.GetValue(times) - 1;
            if (output.IsJson)
                await Follow(first, sight => output.Write(sight, View));
            else
                await terminal.Tables.Live(View(first)).StartAsync(live => Follow(first, sight => live.UpdateTarget(View(sight))));

            async Task Follow(Sight sight, Action<Sight> show)
            {
                show(sight);
                while (left-- is not 0 && await timer.WaitForNextTickAsync(stop))
                    show(sight = await LookAgain(api, terminal, sight, stop));
            }
        });
        return command;
    }

    private static async Task<Sight> Look(ManagementApi api, Terminal terminal, CancellationToken stop)
    {
        var now = terminal.Time.GetUtcNow();
        var usage = await api.Usage([("by", "model"), ("from", (now - Span).ToString("O", CultureInfo.InvariantCulture))], stop);
        return new Sight(now, usage with { Data = [.. usage.Data.Select(each => each with { Points = [] })] },
            await api.Keys(stop).Where(key => key is not { State: "Active", Models.Count: 0, BlockedModels.Count: 0 }).ToListAsync(stop), null);
    }

    /// <summary>A gateway that restarts is waited for: what was seen last stays, with what is wrong now.</summary>
    private static async Task<Sight> LookAgain(ManagementApi api, Terminal terminal, Sight last, CancellationToken stop)
    {
        try
        {
            return await Look(api, terminal, stop);
        }
        catch (ManagementException e)
        {
            return last with { Trouble = e.Message };
        }
    }

    private static Rows View(Sight sight)
    {
        List<IRenderable> parts = [new Text($"{Figures.Time(sight.At.ToUnixTimeMilliseconds())}, the last {Span.TotalMinutes:0} minutes"), UsageCommands.Table(sight.Usage)];
        if (sight.KeysInTrouble.Count > 0)
            parts.Add(KeyCommands.Table(sight.KeysInTrouble));
        else
            parts.Add(new Text("No key is in trouble."));
        if (sight.Trouble is { } trouble)
            parts.Add(new Text(trouble));
        return new Rows(parts);
    }

    /// <summary>What one look saw.</summary>
    /// <param name="Trouble">Why the gateway did not answer since; null when it did.</param>
    private sealed record Sight(DateTimeOffset At, UsageSeriesAnswer Usage, IReadOnlyList<KeyHealthAnswer> KeysInTrouble, string? Trouble);
}
