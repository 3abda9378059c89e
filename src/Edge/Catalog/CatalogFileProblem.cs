namespace AiGateway.Edge.Catalog;

/// <summary>One thing that is wrong with a catalog or price file.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
/// <param name="Path">Which field, such as <c>models[0].targets[1].provider</c>; empty where the text is not even YAML.</param>
/// <param name="Message">What is wrong and what to do about it. Never holds text of a secret.</param>
internal sealed record CatalogFileProblem(int Line, int Column, string Path, string Message)
{
    public override string ToString() =>
        Path.Length == 0 ? $"line {Line}, column {Column}: {Message}" : $"line {Line}, column {Column}: {Path} {Message}";
}
