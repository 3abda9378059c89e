using System.CommandLine;
using AiGateway.Core.Catalog;
using Spectre.Console;

namespace AiGateway.Edge.CommandLine;

/// <summary><c>admin models …</c></summary>
internal static class ModelCommands
{
    public static Command Build(Connection connection)
    {
        var list = new Command("list", "Models, and where their calls go");
        connection.Run(list, async (_, api, output, stop) => output.Write(await api.Models(stop).ToListAsync(stop), Table));
        return new Command("models", "What callers may ask for") { list };
    }

    private static Table Table(List<ModelSpec> models)
    {
        var table = Output.Table("model", "targets", "fallback", "canary");
        foreach (var model in models)
        {
            Output.Row(
                table, model.Id, string.Join('\n', model.Targets.Select(target => $"{target.Provider}/{target.Model} ×{target.Weight}")),
                string.Join('\n', model.Fallback.Select(target => $"{target.Provider}/{target.Model}")),
                model.Ramp is { } ramp ? $"{ramp.Target.Provider}/{ramp.Target.Model}" : null);
        }
        return table;
    }
}
