namespace AiGateway.Core.Catalog;

/// <summary>Which model names a consumer may call. An empty list allows none.</summary>
public sealed class ModelAccess
{
    private readonly ModelIndex<NamePattern> _allowed;

    public ModelAccess(IEnumerable<string> patterns) =>
        _allowed = new ModelIndex<NamePattern>(
            patterns.Distinct(StringComparer.Ordinal).Select(text => KeyValuePair.Create(text, new NamePattern(text))));

    public bool Allows(ReadOnlySpan<char> model) => _allowed.TryFind(model, out _);
}
