namespace AiGateway.LimitLoad;

/// <summary>What was measured beside what is aimed at.</summary>
internal sealed class ResultTable
{
    private readonly List<(string Name, string Target, string Measured, bool Met)> _rows = [];

    public void Add(string name, string target, string measured, bool met) => _rows.Add((name, target, measured, met));

    public void WriteTo(TextWriter writer)
    {
        writer.WriteLine("| | target | measured | |");
        writer.WriteLine("|---|---:|---:|---|");
        foreach (var (name, target, measured, met) in _rows)
            writer.WriteLine($"| {name} | {target} | {measured} | {(met ? "met" : "**missed**")} |");
    }
}
