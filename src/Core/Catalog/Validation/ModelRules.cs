namespace AiGateway.Core.Catalog.Validation;

internal static class ModelRules
{
    public static void Check(IReadOnlyList<ModelSpec> models, IReadOnlyList<ProviderSpec> providers, ProblemList problems)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var targets = new TargetRules(providers, problems);
        var aliases = new AliasRules(models, problems);
        var auto = new AutoRuleRules(models, problems);
        var expressions = 0;
        problems.Each(models, "models", CatalogBounds.Models, (model, path) =>
        {
            ModelNameRules.CheckModelId(model.Id, $"{path}.id", problems);
            IdRules.CheckUnique(model.Id, ids, "model", $"{path}.id", problems);
            if (model.Id is not null && NameExpression.Is(model.Id) && ++expressions == CatalogBounds.Expressions + 1)
                problems.Add($"{path}.id", $"is one expression too many: at most {CatalogBounds.Expressions} models may have one");
            aliases.Check(model, $"{path}.aliases");
            RequestRules.CheckContext(model.Context, $"{path}.context", problems);
            RequestRules.Check(model.Request, $"{path}.request", problems);
            auto.Check(model, $"{path}.auto");
            var isPattern = model.Id is not null && model.IsPattern;
            targets.CheckTargets(model.Targets, isPattern, $"{path}.targets");
            targets.CheckFallback(model.Fallback, isPattern, $"{path}.fallback");
            targets.CheckShadow(model.Shadow, isPattern, $"{path}.shadow");
            StickyRules.Check(model.Sticky, $"{path}.sticky", problems);
            RampRules.Check(model.Ramp, model.Targets, $"{path}.ramp", problems);
            TimeoutRules.Check(model.Timeouts, $"{path}.timeouts", problems);
            if (model.MaxAttempts is < 1 or > CatalogBounds.Attempts)
                problems.Add($"{path}.maxAttempts", $"must be 1–{CatalogBounds.Attempts}; leave it out for the default");
            LimitRules.Check(model.Limits, $"{path}.limits", problems);
        });
    }
}
