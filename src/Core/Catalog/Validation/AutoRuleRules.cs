using AiGateway.Core.Catalog.Requests;

namespace AiGateway.Core.Catalog.Validation;

/// <summary>Rules that lead on to models which answer by themselves, each with a chance to be looked at.</summary>
internal sealed class AutoRuleRules(IReadOnlyList<ModelSpec> models, ProblemList problems)
{
    private const int LongestHeader = 64;
    private const int LongestValue = 256;

    private readonly Dictionary<string, bool> _chooses = models
        .Where(model => model is { Id: not null })
        .DistinctBy(model => model.Id, StringComparer.Ordinal)
        .ToDictionary(model => model.Id, model => model.Auto is { Count: > 0 }, StringComparer.Ordinal);

    public void Check(ModelSpec model, string path)
    {
        if (model.Auto is not { } rules)
            return;
        problems.Each(rules, path, CatalogBounds.AutoRules, (rule, at) =>
        {
            CheckModel(rule.Model, model.Id, $"{at}.model");
            CheckTokens(rule, at);
            CheckHeader(rule.Header, $"{at}.header");
            if (rule.Operation is { } operation && !Enum.IsDefined(operation))
                problems.Add($"{at}.operation", EnumNames.Expected<ProviderOperation>());
            if (rule == new AutoRuleSpec { Model = rule.Model } && !ReferenceEquals(rule, rules[^1]))
                problems.Add(at, "fits every call, so that none after it is looked at; put it last");
        });
    }

    private void CheckModel(string? id, string? self, string path)
    {
        if (string.IsNullOrEmpty(id))
            problems.Add(path, "is missing; name the model of this catalog that is to answer");
        else if (id == self)
            problems.Add(path, "is the model itself, which answers where no rule fits; leave the rule out");
        else if (_chooses.TryGetValue(id, out var chooses))
        {
            if (chooses)
                problems.Add(path, "chooses by rules itself; name the model that answers in the end");
            else if (id.EndsWith('*') || NameExpression.Is(id))
                problems.Add(path, "is a pattern; name a model that has one name");
        }
        else if (!ModelNameRules.IsWellFormed(id))
            problems.Add(path, "is not the id of any model");
        else
            problems.Add(
                path,
                problems.Nearest(id, _chooses.Keys) is { } nearest
                    ? $"model '{id}' is not declared; did you mean '{nearest}'?"
                    : $"model '{id}' is not declared; declare it under models or name another");
    }

    private void CheckTokens(AutoRuleSpec rule, string path)
    {
        if (rule.PromptTokensAtLeast is < 1 or > CatalogBounds.ContextTokens)
            problems.Add($"{path}.promptTokensAtLeast", $"must be 1–{CatalogBounds.ContextTokens:N0}");
        if (rule.PromptTokensAtMost is < 1 or > CatalogBounds.ContextTokens)
            problems.Add($"{path}.promptTokensAtMost", $"must be 1–{CatalogBounds.ContextTokens:N0}");
        if (rule.PromptTokensAtMost < rule.PromptTokensAtLeast)
            problems.Add($"{path}.promptTokensAtMost", "is below promptTokensAtLeast, so that no call fits");
    }

    private void CheckHeader(AutoHeaderSpec? header, string path)
    {
        if (header is null)
            return;
        if (header.Name is null || header.Name.Length is 0 or > LongestHeader || !header.Name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            problems.Add($"{path}.name", $"must be the name of a header, 1–{LongestHeader} of a-z A-Z 0-9 _ -");
        if (header.Value is null || header.Value.Length is 0 or > LongestValue || header.Value.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            problems.Add($"{path}.value", $"must be 1–{LongestValue} ASCII characters, as the header has them");
    }
}
