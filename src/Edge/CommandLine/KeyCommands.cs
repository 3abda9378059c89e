using System.CommandLine;
using AiGateway.Edge.Admin.Health;
using Spectre.Console;

namespace AiGateway.Edge.CommandLine;

/// <summary><c>admin keys …</c></summary>
internal static class KeyCommands
{
    public static Command Build(Connection connection)
    {
        var list = new Command("list", "Upstream keys with their health");
        connection.Run(list, async (_, api, output, stop) => output.Write(await api.Keys(stop).ToListAsync(stop), Table));
        return new Command("keys", "Keys at providers, and an operator's say in their health")
        {
            list,
            Action("disable", "Takes a key out of use until it is enabled", connection),
            Action("enable", "Takes a disabled key into use", connection),
            Action("unblock", "The cause is gone: active again for all models", connection),
        };
    }

    public static Table Table(IReadOnlyCollection<KeyHealthAnswer> keys)
    {
        var table = Output.Table("key", "provider", "state", "for", "models out", "reason", "message");
        foreach (var key in keys)
        {
            Output.Row(
                table, key.Id, key.Provider, key.State, Figures.Wait(key.UntilInMs), string.Join('\n', key.Models.Select(model => model.Model).Concat(key.BlockedModels.Select(model => model.Model))),
                key.Reason, key.Message);
        }
        return table;
    }

    private static Command Action(string name, string summary, Connection connection)
    {
        var id = new Argument<string>("key") { Description = "Its id" };
        var command = new Command(name, summary) { id };
        connection.Run(command, async (given, api, output, stop) =>
        {
            var key = await api.ChangeKey(given.GetRequiredValue(id), name, stop);
            output.Say(key, $"{key.Id} is {key.State}.");
        });
        return command;
    }
}
