using System.Text.Json;
using System.Text.Json.Serialization;

namespace AiGateway.FakeProvider.Control;

/// <summary>The control API's JSON: camel case, names of enums in snake case, unknown members refused so that a typo shows.</summary>
internal static class ControlJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };
}
