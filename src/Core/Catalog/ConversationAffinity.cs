using System.Text.Json.Serialization;

namespace AiGateway.Core.Catalog;

/// <summary>Whether the calls of one conversation go to one account of a provider, so that its prompt cache knows them.</summary>
[JsonConverter(typeof(EnumNameJsonConverter<ConversationAffinity>))]
public enum ConversationAffinity
{
    [JsonStringEnumMemberName("on")]
    On,

    [JsonStringEnumMemberName("off")]
    Off,
}
