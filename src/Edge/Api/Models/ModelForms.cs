using System.Text.Json.Nodes;
using AiGateway.Core.Money;

namespace AiGateway.Edge.Api.Models;

/// <summary>Models as each dialect lists them. Nothing says when a catalog's model was made, and clients only want a date.</summary>
internal static class ModelForms
{
    private const decimal TokensPriced = 1_000_000;

    private static readonly string[] GoogleMethods = ["generateContent", "streamGenerateContent", "countTokens"];

    public static JsonObject OpenAi(IEnumerable<ListedModel> models) => new() { ["object"] = "list", ["data"] = List(models, OpenAi) };

    /// <summary>OpenAI's four required members, and behind them what routers that sell models add: context and dollars a token.</summary>
    public static JsonObject OpenAi(ListedModel model)
    {
        var entry = new JsonObject { ["id"] = model.Name, ["object"] = "model", ["created"] = 0, ["owned_by"] = model.Owner };
        if (model.Context is { } context)
            entry["context_length"] = context;
        if (model.Price is { } price)
        {
            entry["pricing"] = new JsonObject
            {
                ["prompt"] = PerToken(price.Input), ["completion"] = PerToken(price.Output), ["input_cache_read"] = PerToken(price.CachedInput), ["request"] = Text(price.PerRequest.Nanos / 1_000_000_000m),
            };
        }
        return entry;
    }

    public static JsonObject Anthropic(IReadOnlyList<ListedModel> models) => new()
    {
        ["data"] = List(models, Anthropic),
        ["has_more"] = false,
        ["first_id"] = models.Count > 0 ? models[0].Name : null,
        ["last_id"] = models.Count > 0 ? models[^1].Name : null,
    };

    public static JsonObject Anthropic(ListedModel model)
    {
        var entry = new JsonObject { ["type"] = "model", ["id"] = model.Name, ["display_name"] = model.Name, ["created_at"] = "1970-01-01T00:00:00Z" };
        if (model.Context is { } context)
            entry["max_input_tokens"] = context;
        return entry;
    }

    public static JsonObject Gemini(IEnumerable<ListedModel> models) => new() { ["models"] = List(models, Gemini) };

    public static JsonObject Gemini(ListedModel model)
    {
        var entry = new JsonObject
        {
            ["name"] = "models/" + model.Name, ["version"] = "1", ["displayName"] = model.Name,
            ["supportedGenerationMethods"] = new JsonArray([.. GoogleMethods.Select(method => (JsonNode)method)]),
        };
        if (model.Context is { } context)
            entry["inputTokenLimit"] = context;
        return entry;
    }

    private static JsonArray List(IEnumerable<ListedModel> models, Func<ListedModel, JsonObject> form) => new([.. models.Select(form)]);

    private static string PerToken(Usd perMillion) => Text(perMillion.Nanos / 1_000_000_000m / TokensPriced);

    /// <summary>Without zeros at the end.</summary>
    private static string Text(decimal dollars) => dollars.ToString("0.###################", System.Globalization.CultureInfo.InvariantCulture);
}
