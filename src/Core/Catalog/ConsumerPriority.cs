using System.Text.Json.Serialization;

namespace AiGateway.Core.Catalog;

/// <summary>Who may use what is left when a model is scarce.</summary>
[JsonConverter(typeof(EnumNameJsonConverter<ConsumerPriority>))]
public enum ConsumerPriority
{
    [JsonStringEnumMemberName("normal")]
    Normal,

    [JsonStringEnumMemberName("high")]
    High,

    [JsonStringEnumMemberName("low")]
    Low,
}
