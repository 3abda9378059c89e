using System.Text.Json.Serialization;

namespace AiGateway.Core.Catalog;

/// <summary>What keeps to one target of a model's split, so that nobody meets two models by turns.</summary>
public sealed record StickySpec
{
    public required StickyBy By { get; init; }

    /// <summary>Name of the request header whose value counts, for <see cref="StickyBy.Header"/>: 1–64 of <c>a-z A-Z 0-9 _ -</c>.</summary>
    public string? Header { get; init; }
}

/// <summary>Whose calls go to one target.</summary>
[JsonConverter(typeof(EnumNameJsonConverter<StickyBy>))]
public enum StickyBy
{
    /// <summary>A consumer's.</summary>
    [JsonStringEnumMemberName("consumer")]
    Consumer,

    /// <summary>A conversation's.</summary>
    [JsonStringEnumMemberName("conversation")]
    Conversation,

    /// <summary>Those of a consumer with the same value of a header.</summary>
    [JsonStringEnumMemberName("header")]
    Header,
}
