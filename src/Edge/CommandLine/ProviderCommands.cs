using System.CommandLine;
using System.Globalization;
using AiGateway.Core.Catalog;
using AiGateway.Edge.Admin.Catalog;
using Spectre.Console;

namespace AiGateway.Edge.CommandLine;

/// <summary><c>admin providers …</c></summary>
internal static class ProviderCommands
{
    public static Command Build(Connection connection)
    {
        var list = new Command("list", "Providers, and how many keys each has");
        connection.Run(list, async (_, api, output, stop) => output.Write(await api.Providers(stop).ToListAsync(stop), Table));
        return new Command("providers", "Who answers calls") { list };
    }

    private static Table Table(List<ProviderAnswer> providers)
    {
        var table = Output.Table("provider", "kind", "address", "keys#", "disabled#");
        foreach (var provider in providers)
        {
            Output.Row(
                table, provider.Id, provider.Preset ?? (provider.Kind is { } kind ? EnumNames.NameOf(kind) : ""), provider.BaseUrl ?? provider.Region,
                provider.Keys.Count.ToString(CultureInfo.InvariantCulture), provider.Keys.Count(key => key.Disabled).ToString(CultureInfo.InvariantCulture));
        }
        return table;
    }
}
