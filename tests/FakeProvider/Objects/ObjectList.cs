using System.Text.Json.Nodes;

namespace AiGateway.FakeProvider.Objects;

/// <summary>OpenAI's way to list what belongs to something.</summary>
internal static class ObjectList
{
    public static JsonObject Of(IReadOnlyList<JsonObject> items) => new()
    {
        ["object"] = "list",
        ["data"] = new JsonArray([.. items.Select(item => item.DeepClone())]),
        ["first_id"] = items.Count > 0 ? (string?)items[0]["id"] : null,
        ["last_id"] = items.Count > 0 ? (string?)items[^1]["id"] : null,
        ["has_more"] = false,
    };
}
