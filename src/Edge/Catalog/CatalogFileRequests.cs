using AiGateway.Core.Catalog;
using AiGateway.Core.Catalog.Requests;

namespace AiGateway.Edge.Catalog;

/// <summary>The part of the catalog file that is about what requests ask for.</summary>
internal static class CatalogFileRequests
{
    public static RequestSpec Request(CatalogFileFields fields) => new()
    {
        Defaults = fields.Map("defaults", Values),
        Caps = fields.Map("caps", Caps),
        Overrides = fields.Map("overrides", Values),
    };

    /// <summary>A missing model passes through here for the rules to refuse.</summary>
    public static AutoRuleSpec AutoRule(CatalogFileFields fields) => new()
    {
        Model = fields.Text("model") ?? "",
        HasTools = fields.FlagIfGiven("hasTools"),
        HasImages = fields.FlagIfGiven("hasImages"),
        PromptTokensAtLeast = fields.Count("promptTokensAtLeast"),
        PromptTokensAtMost = fields.Count("promptTokensAtMost"),
        Stream = fields.FlagIfGiven("stream"),
        Operation = fields.OneOf<ProviderOperation>("operation"),
        Header = fields.Map("header", Header),
    };

    private static AutoHeaderSpec Header(CatalogFileFields fields) => new() { Name = fields.Text("name") ?? "", Value = fields.Text("value") ?? "" };

    private static RequestValues Values(CatalogFileFields fields) => new()
    {
        Temperature = fields.Number("temperature"),
        TopP = fields.Number("topP"),
        ReasoningEffort = fields.Text("reasoningEffort"),
        MaxOutputTokens = fields.Count("maxOutputTokens"),
        ServiceTier = fields.Text("serviceTier"),
    };

    private static RequestCaps Caps(CatalogFileFields fields) => new()
    {
        Temperature = fields.Number("temperature"),
        ReasoningEffort = fields.Text("reasoningEffort"),
        MaxOutputTokens = fields.Count("maxOutputTokens"),
    };
}
