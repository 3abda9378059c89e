using System.Text.Json;
using System.Text.Json.Serialization;
using Orleans.Storage;

namespace AiGateway.Silo.Storage;

/// <summary>
/// Keeps grain state as plain JSON without type names: readable with any Redis client, and a member a newer version
/// added is passed over by an older one.
/// </summary>
internal sealed class PlainJsonStateSerializer : IGrainStorageSerializer
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    public BinaryData Serialize<T>(T? input) => new(JsonSerializer.SerializeToUtf8Bytes(input, Options));

    public T Deserialize<T>(BinaryData input) => input.ToObjectFromJson<T>(Options)!;
}
