namespace AiGateway.Bench;

/// <summary>What was measured beside what is aimed at.</summary>
internal sealed class ResultTable
{
    private readonly List<(string Name, string Target, string Measured, string Met)> _rows = [];

    /// <param name="met">Null where there is nothing to meet.</param>
    public void Add(string name, string target, string measured, bool? met = null) =>
        _rows.Add((name, target, measured, met switch { true => "met", false => "**missed**", null => "" }));

    public void WriteTo(TextWriter writer)
    {
        writer.WriteLine("| | target | measured | |");
        writer.WriteLine("|---|---:|---:|---|");
        foreach (var (name, target, measured, met) in _rows)
            writer.WriteLine($"| {name} | {target} | {measured} | {met} |");
    }
}
