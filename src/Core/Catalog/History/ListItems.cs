using System.Globalization;
using System.Text.Json;

namespace AiGateway.Core.Catalog.History;

/// <summary>The items of a list of objects, under the names by which people tell them apart: a key that moved up is still that key.</summary>
internal sealed class ListItems
{
    private ListItems(IReadOnlyList<JsonElement> items)
    {
        ByIndex = new(items.Select((item, i) => KeyValuePair.Create(i.ToString(CultureInfo.InvariantCulture), item)), StringComparer.Ordinal);
        ByName = new(StringComparer.Ordinal);
        foreach (var item in items)
        {
            if (NameOf(item) is not { } name || !ByName.TryAdd(name, item))
                return;
        }
        IsNamed = true;
    }

    public OrderedDictionary<string, JsonElement> ByIndex { get; }

    public bool IsEmpty => ByIndex.Count == 0;

    /// <summary>Of use when <see cref="IsNamed"/>.</summary>
    public OrderedDictionary<string, JsonElement> ByName { get; }

    /// <summary>Whether each has a name of its own.</summary>
    public bool IsNamed { get; }

    /// <returns>Null for a list of anything but objects: it is compared as one value.</returns>
    public static ListItems? Of(JsonElement? list)
    {
        JsonElement[] items = list is { } given ? [.. given.EnumerateArray()] : [];
        return items.All(item => item.ValueKind == JsonValueKind.Object) ? new ListItems(items) : null;
    }

    /// <summary>A key's id; the beginning of a consumer's key's digest; the model that limits are for.</summary>
    private static string? NameOf(JsonElement item)
    {
        if (Text(item, "id") is { } id)
            return id;
        if (item.TryGetProperty("secret", out var secret) && secret.ValueKind == JsonValueKind.Object && Text(secret, "digest") is { Length: >= ConsumerKeySpec.NameLength } digest)
            return digest[..ConsumerKeySpec.NameLength];
        return item.TryGetProperty("provider", out _) ? null : Text(item, "model");
    }

    private static string? Text(JsonElement item, string member) =>
        item.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
