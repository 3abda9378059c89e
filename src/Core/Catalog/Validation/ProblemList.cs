namespace AiGateway.Core.Catalog.Validation;

/// <summary>Where the rules put what they find.</summary>
internal sealed class ProblemList
{
    private const int MostSuggestions = 100;

    private readonly List<CatalogProblem> _found = [];

    public IReadOnlyList<CatalogProblem> Found => _found;

    public void Add(string path, string message) => _found.Add(new CatalogProblem(path, message));

    /// <summary>
    /// What was probably meant; null when nothing is near, or once there are many problems: each suggestion costs a look at
    /// every candidate, and nobody reads hundreds of them.
    /// </summary>
    public string? Nearest(string written, IEnumerable<string> candidates) =>
        _found.Count < MostSuggestions ? NearestName.Of(written, candidates) : null;

    /// <summary>Checks each item; JSON can hold a null where a record is meant, and that is reported here once for all rules.</summary>
    public void Each<T>(IReadOnlyList<T> items, string path, int most, Action<T, string> check)
        where T : class
    {
        if (items.Count > most)
        {
            Add(path, $"has {items.Count:N0} entries; at most {most:N0} are allowed");
            return;
        }

        for (var i = 0; i < items.Count; i++)
        {
            if (items[i] is { } item)
                check(item, $"{path}[{i}]");
            else
                Add($"{path}[{i}]", "is null; remove the entry or fill it in");
        }
    }
}
