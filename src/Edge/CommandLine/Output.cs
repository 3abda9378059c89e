using System.Text.Json;
using AiGateway.Edge.ManagementClient;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace AiGateway.Edge.CommandLine;

/// <summary>What a command tells: a table for people, or JSON for programs.</summary>
internal sealed class Output(Terminal terminal, bool isJson)
{
    public bool IsJson => isJson;

    /// <param name="table">How it is shown to people.</param>
    public void Write<T>(T value, Func<T, IRenderable> table)
    {
        if (isJson)
            terminal.Out.WriteLine(JsonSerializer.Serialize(value, ManagementCalls.Json));
        else
            terminal.Tables.Write(table(value));
    }

    /// <summary>One line; a program gets the value.</summary>
    public void Say<T>(T value, string line) => Write(value, _ => new Text(Clean(line) + "\n"));

    /// <param name="columns">A trailing <c>#</c> makes one of numbers.</param>
    public static Table Table(params ReadOnlySpan<string> columns)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (var column in columns)
            table.AddColumn(new TableColumn(new Text(column.TrimEnd('#'))) { Alignment = column.EndsWith('#') ? Justify.Right : Justify.Left });
        return table;
    }

    /// <summary>A row of plain text: what names and messages hold is shown as it is, and never obeyed.</summary>
    public static void Row(Table table, params IEnumerable<string?> cells) => table.AddRow(cells.Select(cell => new Text(Clean(cell ?? ""))));

    private static string Clean(string text) => string.Concat(text.Select(c => char.IsControl(c) && c != '\n' ? '\uFFFD' : c));
}
