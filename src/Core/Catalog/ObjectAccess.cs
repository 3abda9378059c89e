using System.Text.Json.Serialization;

namespace AiGateway.Core.Catalog;

/// <summary>Whether consumers may keep files and batches at a provider's accounts.</summary>
[JsonConverter(typeof(EnumNameJsonConverter<ObjectAccess>))]
public enum ObjectAccess
{
    [JsonStringEnumMemberName("off")]
    Off,

    /// <summary>Those they made through the gateway.</summary>
    [JsonStringEnumMemberName("own")]
    Own,

    /// <summary>Also those the gateway does not know, made before it came: they belong to the consumer that names them first.</summary>
    [JsonStringEnumMemberName("any")]
    Any,
}
