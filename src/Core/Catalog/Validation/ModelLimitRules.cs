namespace AiGateway.Core.Catalog.Validation;

/// <summary>Limits for single models.</summary>
internal sealed class ModelLimitRules(IReadOnlyList<ModelSpec> models, ProblemList problems)
{
    private readonly HashSet<string> _models = models.Where(m => m is { Id: not null }).Select(m => m.Id).ToHashSet(StringComparer.Ordinal);

    /// <summary>By the provider's names, of which a catalog knows only some.</summary>
    public static void CheckKey(IReadOnlyList<ModelLimitSpec> entries, string path, ProblemList problems) =>
        CheckEach(entries, path, problems, (model, at) =>
        {
            if (model == ModelLimits.Others)
                problems.Add(at, "is *, but the key's limits are those of every model without an entry; put them under limits");
            else
                ModelNameRules.CheckUpstreamName(model, underPattern: false, at, problems);
        });

    public void CheckConsumer(IReadOnlyList<ModelLimitSpec> entries, string path) =>
        CheckEach(entries, path, problems, (model, at) =>
        {
            if (string.IsNullOrEmpty(model))
                problems.Add(at, "is missing; name a model of this catalog, or * for each one without an entry of its own");
            else if (model == ModelLimits.Others || _models.Contains(model))
                return;
            else if (!ModelNameRules.IsWellFormed(model))
                problems.Add(at, "is not the id of any model");
            else
                problems.Add(
                    at,
                    problems.Nearest(model, _models) is { } nearest
                        ? $"model '{model}' is not declared; did you mean '{nearest}'?"
                        : $"model '{model}' is not declared; declare it under models or name another");
        });

    private static void CheckEach(
        IReadOnlyList<ModelLimitSpec> entries, string path, ProblemList problems, Action<string?, string> checkModel)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        problems.Each(entries, path, CatalogBounds.ModelLimits, (entry, at) =>
        {
            checkModel(entry.Model, $"{at}.model");
            if (!string.IsNullOrEmpty(entry.Model) && !seen.Add(entry.Model))
                problems.Add($"{at}.model", "has an entry before this one; keep one of them");
            if (entry.Limits is null)
                problems.Add($"{at}.limits", "is missing; give limits, or {} for none");
            LimitRules.Check(entry.Limits, $"{at}.limits", problems);
        });
    }
}
