using System.Text.Json.Serialization;

namespace AiGateway.Core.Catalog;

/// <summary>What becomes of members of a request that its target is known not to take.</summary>
[JsonConverter(typeof(EnumNameJsonConverter<UnknownFieldHandling>))]
public enum UnknownFieldHandling
{
    /// <summary>They are left out where the answer is still one to the question, and the caller is told which.</summary>
    [JsonStringEnumMemberName("drop")]
    Drop,

    /// <summary>The call is refused, naming the first.</summary>
    [JsonStringEnumMemberName("refuse")]
    Refuse,
}
