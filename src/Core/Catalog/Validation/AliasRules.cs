namespace AiGateway.Core.Catalog.Validation;

/// <summary>Other names of models: plain ones that lead to one model only.</summary>
internal sealed class AliasRules(IReadOnlyList<ModelSpec> models, ProblemList problems)
{
    private readonly HashSet<string> _taken = models.Where(model => model is { Id: not null }).Select(model => model.Id).ToHashSet(StringComparer.Ordinal);

    public void Check(ModelSpec model, string path)
    {
        if (model.Aliases is not { Count: > 0 } aliases)
            return;
        if (model.Id is not null && model.IsPattern)
        {
            problems.Add(path, "are of a model whose id is a pattern, so they would stand for no name of a provider's; give the names models of their own");
            return;
        }

        problems.Each(aliases, path, CatalogBounds.AliasesPerModel, (alias, at) =>
        {
            if (alias.EndsWith('*') || !ModelNameRules.IsWellFormed(alias))
                problems.Add(at, $"must be 1–{CatalogBounds.ModelNameLength} characters of a-z A-Z 0-9 . _ - / :, without a pattern");
            else if (!_taken.Add(alias))
                problems.Add(at, $"'{alias}' is the name of another model, or another alias; give each its own");
        });
    }
}
