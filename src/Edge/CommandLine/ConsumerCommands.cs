using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using AiGateway.Edge.Admin.Catalog;
using AiGateway.Edge.ManagementClient;
using Microsoft.AspNetCore.Http;
using Spectre.Console;

namespace AiGateway.Edge.CommandLine;

/// <summary><c>admin consumers …</c></summary>
internal static class ConsumerCommands
{
    private static Argument<string> Id => new("consumer") { Description = "Its id" };

    public static Command Build(Connection connection)
    {
        var list = new Command("list", "Consumers with the ids of their keys");
        connection.Run(list, async (_, api, output, stop) => output.Write(await api.Consumers(stop).ToListAsync(stop), Table));
        return new Command("consumers", "Who may call")
        {
            list, Create(connection), Delete(connection),
            new Command("keys", "What consumers call with") { CreateKey(connection), RevokeKey(connection) },
        };
    }

    private static Command Create(Connection connection)
    {
        var id = Id;
        var models = new Option<string[]>("--model") { Description = "A model it may use; * for all", Required = true, AllowMultipleArgumentsPerToken = true };
        var limits = new Option<string[]>("--limit") { Description = "NAME=NUMBER, such as requestsPerMinute=60 or costPerMonth=25", AllowMultipleArgumentsPerToken = true };
        var command = new Command("create", "Makes a consumer; it needs a key next") { id, models, limits };
        connection.Run(command, async (given, api, output, stop) =>
        {
            var name = given.GetRequiredValue(id);
            var body = new JsonObject { ["id"] = name, ["models"] = new JsonArray([.. given.GetRequiredValue(models).Select(model => (JsonNode)model)]) };
            if (given.GetValue(limits) is { Length: > 0 } wanted)
                body["limits"] = new JsonObject(wanted.Select(Limit));
            try
            {
                output.Say(await api.CreateConsumer(name, body.ToJsonString(), stop), $"{name} is made. Next: admin consumers keys create {name}");
            }
            catch (ManagementException e) when (e.Status == StatusCodes.Status412PreconditionFailed)
            {
                throw new ManagementException($"There is a consumer '{name}' already.", e.Status, e);
            }
        });
        return command;
    }

    private static Command Delete(Connection connection)
    {
        var id = Id;
        var command = new Command("delete", "Takes a consumer and its keys away") { id };
        connection.Run(command, async (given, api, output, stop) =>
        {
            var gone = await api.DeleteConsumer(given.GetRequiredValue(id), stop);
            output.Say(gone, $"{gone.Deleted} is deleted.");
        });
        return command;
    }

    private static Command CreateKey(Connection connection)
    {
        var id = Id;
        var command = new Command("create", "Makes a key and shows it, this once") { id };
        connection.Run(command, async (given, api, output, stop) =>
        {
            var key = await api.CreateConsumerKey(given.GetRequiredValue(id), Guid.NewGuid(), stop);
            output.Say(key, $"{key.Key}\n{key.Note}");
        });
        return command;
    }

    private static Command RevokeKey(Connection connection)
    {
        var id = Id;
        var key = new Argument<string>("key") { Description = "The key's id, as the list has it" };
        var command = new Command("revoke", "Revokes a key") { id, key };
        connection.Run(command, async (given, api, output, stop) =>
        {
            var gone = await api.RevokeConsumerKey(given.GetRequiredValue(id), given.GetRequiredValue(key), stop);
            output.Say(gone, $"{gone.Deleted} is revoked.");
        });
        return command;
    }

    private static KeyValuePair<string, JsonNode?> Limit(string text) =>
        text.Split('=', 2) is [{ Length: > 0 } name, var value] && decimal.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? KeyValuePair.Create(name, (JsonNode?)number)
            : throw new UsageException($"--limit '{text}' must be NAME=NUMBER, such as requestsPerMinute=60.");

    private static Table Table(List<ConsumerAnswer> consumers)
    {
        var table = Output.Table("consumer", "models", "key", "hint", "priority", "state");
        foreach (var consumer in consumers)
        {
            Output.Row(
                table, consumer.Id, string.Join(", ", consumer.Models), string.Join('\n', consumer.Keys.Select(key => key.Id)), string.Join('\n', consumer.Keys.Select(key => key.Hint ?? "-")),
                consumer.Priority.ToString(), consumer.Disabled ? "disabled" : "");
        }
        return table;
    }
}
