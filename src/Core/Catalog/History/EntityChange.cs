using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace AiGateway.Core.Catalog.History;

/// <summary>What became of one entity between two catalogs.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Id">Its id.</param>
/// <param name="Change">Whether it came, went, or is another.</param>
/// <param name="Members">Where it differs, in the order of its members; of one that came or went, all that it has.</param>
public sealed record EntityChange(EntityKind Kind, string Id, ChangeKind Change, IReadOnlyList<MemberChange> Members)
{
    /// <summary>Its kind and id in one word: <c>model/chat</c>.</summary>
    [JsonIgnore]
    public string Name => $"{EnumNames.NameOf(Kind)}/{Id}";
}

/// <summary>One member of an entity that differs.</summary>
/// <param name="Path">Where: <c>limits.requestsPerMinute</c>, <c>keys[oa-1].weight</c>, <c>targets[0].model</c>.</param>
/// <param name="Before">Its value; null when there was none. A secret is <see cref="CatalogDiff.Mask"/>.</param>
/// <param name="After">Its value; null when there is none. A secret is <see cref="CatalogDiff.Mask"/>.</param>
public sealed record MemberChange(string Path, JsonNode? Before, JsonNode? After);

/// <summary>What a catalog consists of.</summary>
[JsonConverter(typeof(EnumNameJsonConverter<EntityKind>))]
public enum EntityKind
{
    [JsonStringEnumMemberName("provider")]
    Provider,

    [JsonStringEnumMemberName("model")]
    Model,

    [JsonStringEnumMemberName("consumer")]
    Consumer,
}

/// <summary>How an entity differs from before.</summary>
[JsonConverter(typeof(EnumNameJsonConverter<ChangeKind>))]
public enum ChangeKind
{
    [JsonStringEnumMemberName("added")]
    Added,

    [JsonStringEnumMemberName("changed")]
    Changed,

    [JsonStringEnumMemberName("removed")]
    Removed,
}
