using System.Text.Json.Serialization;

namespace AiGateway.Core.Catalog;

/// <summary>How many tokens, and how much money, are set aside before a call whose use is only known when it ends.</summary>
[JsonConverter(typeof(EnumNameJsonConverter<ReservationMode>))]
public enum ReservationMode
{
    /// <summary>The most it can use, so that limits are never passed.</summary>
    [JsonStringEnumMemberName("strict")]
    Strict,

    /// <summary>What such calls used of late, so that more of them fit; a limit can be passed by what they use beyond it.</summary>
    [JsonStringEnumMemberName("expected")]
    Expected,
}
