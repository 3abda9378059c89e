using System.Runtime.InteropServices;
using System.Text.Json;

namespace AiGateway.Core.Catalog.History;

/// <summary>How two catalogs differ, by entity and member. Secrets are told to have changed and never shown.</summary>
/// <remarks>
/// It compares texts of <see cref="CatalogJson"/>, which are the same for the same entity: so what has not changed costs one
/// comparison of bytes, and a change of one consumer among thousands is found at once.
/// </remarks>
public static class CatalogDiff
{
    /// <summary>What stands in place of a secret.</summary>
    public const string Mask = "[secret]";

    private static readonly (EntityKind Kind, string Member)[] Lists =
        [(EntityKind.Provider, "providers"), (EntityKind.Model, "models"), (EntityKind.Consumer, "consumers")];

    /// <param name="before">A catalog as <see cref="CatalogJson"/> writes it, secrets in stored form.</param>
    /// <param name="after">Another one.</param>
    /// <returns>Providers, models, consumers; of each what is there now in its order, and then what is gone.</returns>
    /// <exception cref="JsonException">One of them is not JSON.</exception>
    public static IReadOnlyList<EntityChange> Between(string before, string after)
    {
        using var old = JsonDocument.Parse(before);
        using var now = JsonDocument.Parse(after);
        return [.. Lists.SelectMany(list => Between(list.Kind, Entities(old, list.Member), Entities(now, list.Member)))];
    }

    private static IEnumerable<EntityChange> Between(EntityKind kind, OrderedDictionary<string, JsonElement> old, OrderedDictionary<string, JsonElement> now)
    {
        foreach (var (id, entity) in now)
        {
            if (!old.TryGetValue(id, out var was))
                yield return new EntityChange(kind, id, ChangeKind.Added, MemberDiff.Between(null, entity));
            else if (!IsSame(was, entity))
                yield return new EntityChange(kind, id, ChangeKind.Changed, MemberDiff.Between(was, entity));
        }
        foreach (var (id, entity) in old)
        {
            if (!now.ContainsKey(id))
                yield return new EntityChange(kind, id, ChangeKind.Removed, MemberDiff.Between(entity, null));
        }
    }

    private static bool IsSame(JsonElement one, JsonElement other) =>
        JsonMarshal.GetRawUtf8Value(one).SequenceEqual(JsonMarshal.GetRawUtf8Value(other));

    private static OrderedDictionary<string, JsonElement> Entities(JsonDocument document, string member)
    {
        var entities = new OrderedDictionary<string, JsonElement>(StringComparer.Ordinal);
        if (document.RootElement.TryGetProperty(member, out var list))
        {
            foreach (var entity in list.EnumerateArray())
                entities[entity.GetProperty("id").GetString()!] = entity;
        }
        return entities;
    }
}
