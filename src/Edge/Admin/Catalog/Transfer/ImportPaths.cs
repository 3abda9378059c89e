using System.Globalization;
using AiGateway.Core.Catalog;

namespace AiGateway.Edge.Admin.Catalog.Transfer;

/// <summary>Finds for a problem of the whole catalog its place in the text that was sent, which holds entities in numbers of its own.</summary>
internal sealed class ImportPaths(CatalogDocument given)
{
    private readonly Dictionary<string, Dictionary<string, int>> _given = new(StringComparer.Ordinal)
    {
        ["providers"] = Numbers(given.Providers.Select(provider => provider.Id)),
        ["models"] = Numbers(given.Models.Select(model => model.Id)),
        ["consumers"] = Numbers(given.Consumers.Select(consumer => consumer.Id)),
    };

    /// <param name="problem">By the paths of <paramref name="whole"/>.</param>
    public CatalogProblem InText(CatalogProblem problem, CatalogDocument whole)
    {
        var open = problem.Path.IndexOf('[', StringComparison.Ordinal);
        var close = problem.Path.IndexOf(']', StringComparison.Ordinal);
        if (open < 0 || close < open || !_given.TryGetValue(problem.Path[..open], out var numbers))
            return problem;
        var (list, rest) = (problem.Path[..open], problem.Path[(close + 1)..]);
        var id = IdOf(whole, list, int.Parse(problem.Path.AsSpan(open + 1, close - open - 1), CultureInfo.InvariantCulture));
        return numbers.TryGetValue(id, out var number)
            ? problem with { Path = string.Create(CultureInfo.InvariantCulture, $"{list}[{number}]{rest}") }
            // Not sent, but not valid any more with what was: what it names is gone, for example.
            : new CatalogProblem("", $"{list[..^1]} '{id}', which is not part of this text: {rest.TrimStart('.')} {problem.Message}");
    }

    private static string IdOf(CatalogDocument whole, string list, int number) => list switch
    {
        "providers" => whole.Providers[number].Id,
        "models" => whole.Models[number].Id,
        _ => whole.Consumers[number].Id,
    };

    private static Dictionary<string, int> Numbers(IEnumerable<string> ids)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        // Of one that is given twice the second is the one too many.
        foreach (var (number, id) in ids.Index())
            numbers[id] = number;
        return numbers;
    }
}
