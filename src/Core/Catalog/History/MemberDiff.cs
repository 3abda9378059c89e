using System.Text.Json;
using System.Text.Json.Nodes;

namespace AiGateway.Core.Catalog.History;

/// <summary>How two states of one entity differ, member by member.</summary>
internal sealed class MemberDiff
{
    private readonly List<MemberChange> _changes = [];

    private MemberDiff()
    {
    }

    /// <param name="before">The entity; null when there was none.</param>
    /// <param name="after">The entity; null when there is none.</param>
    public static IReadOnlyList<MemberChange> Between(JsonElement? before, JsonElement? after)
    {
        var diff = new MemberDiff();
        diff.Members("", before, after);
        // It is the entity's name.
        diff._changes.RemoveAll(change => change.Path == "id");
        return diff._changes;
    }

    private void Compare(string path, JsonElement? before, JsonElement? after)
    {
        if (before is { } was && after is { } now && JsonElement.DeepEquals(was, now))
            return;
        if (SecretMask.IsSecret(before) || SecretMask.IsSecret(after))
            Add(path, before, after);
        else if (All(JsonValueKind.Object, before, after))
            Members(path, before, after);
        else if (All(JsonValueKind.Array, before, after) && (ListItems.Of(before), ListItems.Of(after)) is ({ } old, { } items) && !(old.IsEmpty && items.IsEmpty))
            Items(path, old, items);
        else
            Add(path, before, after);
    }

    private void Members(string path, JsonElement? before, JsonElement? after)
    {
        var old = MembersOf(before);
        var now = MembersOf(after);
        if (old.Count + now.Count == 0)
            Add(path, before, after);
        foreach (var name in old.Keys.Union(now.Keys, StringComparer.Ordinal))
            Compare(path.Length == 0 ? name : $"{path}.{name}", Find(old, name), Find(now, name));
    }

    private void Items(string path, ListItems before, ListItems after)
    {
        var (old, now) = before.IsNamed && after.IsNamed ? (before.ByName, after.ByName) : (before.ByIndex, after.ByIndex);
        var stayed = old.Keys.Where(now.ContainsKey).ToList();
        if (!stayed.SequenceEqual(now.Keys.Where(old.ContainsKey)))
            _changes.Add(new MemberChange(path, Names(old.Keys), Names(now.Keys)));
        foreach (var name in old.Keys.Union(now.Keys, StringComparer.Ordinal))
            Compare($"{path}[{name}]", Find(old, name), Find(now, name));
    }

    private void Add(string path, JsonElement? before, JsonElement? after) =>
        _changes.Add(new MemberChange(path, SecretMask.Shown(before), SecretMask.Shown(after)));

    private static JsonArray Names(IEnumerable<string> names) => [.. names.Select(name => (JsonNode?)name)];

    private static bool All(JsonValueKind kind, JsonElement? before, JsonElement? after) =>
        (before is null || before.Value.ValueKind == kind) && (after is null || after.Value.ValueKind == kind);

    private static OrderedDictionary<string, JsonElement> MembersOf(JsonElement? element) => element is { } value
        ? new(value.EnumerateObject().Select(member => KeyValuePair.Create(member.Name, member.Value)), StringComparer.Ordinal)
        : [];

    private static JsonElement? Find(OrderedDictionary<string, JsonElement> elements, string name) => elements.TryGetValue(name, out var found) ? found : null;
}
