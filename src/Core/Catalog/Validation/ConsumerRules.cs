namespace AiGateway.Core.Catalog.Validation;

internal static class ConsumerRules
{
    public static void Check(IReadOnlyList<ConsumerSpec> consumers, IReadOnlyList<ModelSpec> models, ProblemList problems)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var modelLimits = new ModelLimitRules(models, problems);
        var secrets = new HashSet<Secret>();
        problems.Each(consumers, "consumers", CatalogBounds.Consumers, (consumer, path) =>
        {
            IdRules.CheckForm(consumer.Id, $"{path}.id", problems);
            IdRules.CheckUnique(consumer.Id, ids, "consumer", $"{path}.id", problems);
            problems.Each(consumer.Keys, $"{path}.keys", CatalogBounds.KeysPerConsumer, (key, at) =>
            {
                SecretRules.CheckConsumerSecret(key.Secret, $"{at}.secret", problems);
                if (key.Secret is not null && !secrets.Add(key.Secret))
                    problems.Add($"{at}.secret", "is used twice; a key must belong to one consumer only, and be listed once");
            });
            problems.Each(consumer.Models, $"{path}.models", CatalogBounds.ModelsPerConsumer, (name, at) =>
                ModelNameRules.CheckForm(name, at, problems));
            LimitRules.Check(consumer.Limits, $"{path}.limits", problems);
            RequestRules.Check(consumer.Request, $"{path}.request", problems);
            modelLimits.CheckConsumer(consumer.ModelLimits, $"{path}.modelLimits");
        });
    }
}
