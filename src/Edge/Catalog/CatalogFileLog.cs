using AiGateway.Core.Catalog;
using AiGateway.Edge.Catalog.Yaml;

namespace AiGateway.Edge.Catalog;

/// <summary>Collects what is wrong with a file, and remembers where each field stands.</summary>
internal sealed class CatalogFileLog
{
    /// <summary>Nobody corrects more in one go, and a file of nonsense must not fill the log.</summary>
    private const int Most = 100;

    private readonly List<CatalogFileProblem> _problems = [];
    private readonly Dictionary<string, FilePosition> _places = new(StringComparer.Ordinal) { [""] = FilePosition.Start };
    private readonly HashSet<string> _settled = new(StringComparer.Ordinal);

    public IReadOnlyList<CatalogFileProblem> Problems => [.. _problems.OrderBy(p => (p.Line, p.Column))];

    public bool IsFull => _problems.Count >= Most;

    public void Place(string path, FilePosition at) => _places[path] = at;

    /// <summary>Holds back what the rules would still say about this field: its fault has been reported.</summary>
    public void Settle(string path) => _settled.Add(path);

    public void Add(string path, FilePosition at, string message)
    {
        Settle(path);
        if (!IsFull)
            _problems.Add(new CatalogFileProblem(at.Line, at.Column, path, message));
    }

    /// <summary>Adds what the rules found, at the field or, where that is missing, at the nearest one around it.</summary>
    public void Add(CatalogProblem problem)
    {
        var around = Around(problem.Path).ToArray();
        if (!around.Any(_settled.Contains))
            Add(problem.Path, _places[around.First(_places.ContainsKey)], problem.Message);
    }

    /// <summary><c>a[0].b</c>, <c>a[0]</c>, <c>a</c> and the document.</summary>
    private static IEnumerable<string> Around(string path)
    {
        for (var length = path.Length; length > 0; length = path.LastIndexOfAny(['.', '['], length - 1))
            yield return path[..length];
        yield return "";
    }
}
