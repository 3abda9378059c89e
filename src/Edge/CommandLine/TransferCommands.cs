using System.CommandLine;
using System.Text;
using AiGateway.Edge.Admin.Catalog.Transfer;
using AiGateway.Core.Catalog;
using Spectre.Console;

namespace AiGateway.Edge.CommandLine;

/// <summary><c>admin export</c> and <c>admin import</c>.</summary>
internal static class TransferCommands
{
    public static Command Export(Connection connection)
    {
        var file = new Argument<string?>("file") { Description = "Where to; without one it is printed", Arity = ArgumentArity.ZeroOrOne };
        var all = new Option<bool>("--all") { Description = "With what the catalog file declares" };
        var command = new Command("export", "The catalog as YAML, without secrets") { file, all };
        connection.Run(command, async (given, api, output, stop) =>
        {
            var (yaml, tag) = await api.Export(given.GetValue(all) ? "all" : "managed", stop);
            var exported = new ExportedCatalog(given.GetValue(file), tag, given.GetValue(file) is null ? yaml : null);
            if (exported.File is { } path)
            {
                await Write(path, yaml, stop);
                output.Say(exported, $"{path} is written. The catalog's tag is {tag}.");
            }
            else
            {
                output.Write(exported, _ => new VerbatimText(yaml));
            }
        });
        return command;
    }

    public static Command Import(Connection connection, Terminal terminal)
    {
        var file = new Argument<string>("file") { Description = "A text in the shape of the catalog file" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only tells what would change" };
        var replace = new Option<bool>("--replace") { Description = "What the file does not name goes away" };
        var tag = new Option<string?>("--if-match") { Description = "The catalog's tag, as an export tells it: nothing is done when others have changed it" };
        var command = new Command("import", "Takes a catalog from a YAML file, all or nothing") { file, dryRun, replace, tag };
        connection.Run(command, async (given, api, output, stop) =>
        {
            var path = given.GetRequiredValue(file);
            var yaml = await Read(path, stop);
            var answer = await UploadProgress.Show(terminal, quiet: output.IsJson, Path.GetFileName(path), yaml, content =>
                api.Import(content, given.GetValue(dryRun), given.GetValue(replace), given.GetValue(tag), stop));
            output.Write(answer, Table);
        });
        return command;
    }

    private static Rows Table(CatalogImportAnswer answer)
    {
        var table = Output.Table("change", "entity", "member", "before", "after");
        foreach (var change in answer.Changes)
        {
            if (change.Change != Core.Catalog.History.ChangeKind.Changed)
                Output.Row(table, EnumNames.NameOf(change.Change), change.Name, "", "", "");
            else
                foreach (var member in change.Members)
                    Output.Row(table, EnumNames.NameOf(change.Change), change.Name, member.Path, member.Before?.ToJsonString(), member.After?.ToJsonString());
        }
        var what = answer.Changes.Count == 0 ? "Nothing changes." : answer.DryRun ? $"{answer.Changes.Count} entities would change." : $"{answer.Changes.Count} entities have changed; the catalog is version {answer.Version} now.";
        return answer.Changes.Count == 0 ? new Rows(new Text(what)) : new Rows(table, new Text(what));
    }

    private static async Task Write(string path, string yaml, CancellationToken stop)
    {
        try
        {
            await File.WriteAllTextAsync(path, yaml, stop);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"The file cannot be written: {e.Message}");
        }
    }

    private static async Task<byte[]> Read(string path, CancellationToken stop)
    {
        try
        {
            return await File.ReadAllBytesAsync(path, stop);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"The file cannot be read: {e.Message}");
        }
    }

    /// <param name="File">Where it is; null when it is here.</param>
    private sealed record ExportedCatalog(string? File, string? Tag, string? Yaml);
}
