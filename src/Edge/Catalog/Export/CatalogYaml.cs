using System.Text.Json;
using System.Text.Json.Nodes;
using AiGateway.Core.Catalog;

namespace AiGateway.Edge.Catalog.Export;

/// <summary>
/// Writes a catalog in the shape of the catalog file. What has its usual value is left out, and so are secrets: variables stand for
/// them.
/// </summary>
internal static class CatalogYaml
{
    private const string Head = """
        # A catalog of AiGateway. ${…} stand for secrets, which are not exported. Importing it through the management API keeps those that are stored;
        # as a catalog file it takes them from the environment.

        """;

    private static readonly JsonObject UsualProvider = Json(new ProviderSpec { Id = "" });
    private static readonly JsonObject UsualKey = Json(new KeySpec { Id = "" });
    private static readonly JsonObject UsualModel = Json(new ModelSpec { Id = "" });
    private static readonly JsonObject UsualTarget = Json(new TargetSpec { Provider = "", Model = "" });
    private static readonly JsonObject UsualConsumer = Json(new ConsumerSpec { Id = "" });

    /// <param name="document">A catalog whose secrets are in stored form.</param>
    public static string Write(CatalogDocument document)
    {
        var names = SecretPlaceholders.Of(document);
        var root = new JsonObject();
        Add(root, "providers", document.Providers.Select(spec => Provider(spec, names)));
        Add(root, "models", document.Models.Select(Model));
        Add(root, "consumers", document.Consumers.Select(spec => Consumer(spec, names)));
        return Head + YamlText.Of(root);
    }

    private static JsonObject Provider(ProviderSpec spec, SecretPlaceholders names)
    {
        var provider = WithoutUsual(Json(spec with { Keys = [] }), UsualProvider);
        Add(provider, "keys", spec.Keys.Select(key =>
        {
            var shown = WithoutUsual(Json(key with { Secret = null }), UsualKey);
            if (key.Secret is { } secret)
                shown.Insert(1, "secret", YamlText.Variable(names.NameOf(secret)));
            return shown;
        }));
        return provider;
    }

    private static JsonObject Model(ModelSpec spec)
    {
        var model = WithoutUsual(Json(spec), UsualModel);
        foreach (var target in model["targets"]?.AsArray() ?? [])
            WithoutUsual(target!.AsObject(), UsualTarget);
        // It has no meaning in a chain, and the file knows none there.
        foreach (var target in model["fallback"]?.AsArray() ?? [])
            target!.AsObject().Remove("weight");
        return model;
    }

    private static JsonObject Consumer(ConsumerSpec spec, SecretPlaceholders names)
    {
        var consumer = WithoutUsual(Json(spec with { Keys = [] }), UsualConsumer);
        Add(consumer, "keys", spec.Keys.Select(key => new JsonObject { ["secret"] = YamlText.Variable(names.NameOf(key.Secret)) }));
        return consumer;
    }

    private static void Add(JsonObject parent, string name, IEnumerable<JsonObject> items)
    {
        JsonNode[] list = [.. items];
        if (list.Length > 0)
            parent[name] = new JsonArray(list);
    }

    private static JsonObject WithoutUsual(JsonObject entity, JsonObject usual)
    {
        foreach (var (name, value) in usual.ToList())
        {
            if (name is not ("id" or "provider" or "model") && JsonNode.DeepEquals(value, entity[name]))
                entity.Remove(name);
        }
        return entity;
    }

    private static JsonObject Json<T>(T entity) =>
        JsonNode.Parse(CatalogJson.Write(entity), documentOptions: new JsonDocumentOptions { MaxDepth = 64 })!.AsObject();
}
