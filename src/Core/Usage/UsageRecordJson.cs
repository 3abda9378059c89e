using System.Text.Json;
using System.Text.Json.Serialization;

namespace AiGateway.Core.Usage;

/// <summary>
/// A usage record as one line of JSON, for a journal. Members this version does not know are skipped, so that a journal
/// survives going back to an older one.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    RespectNullableAnnotations = true,
    AllowDuplicateProperties = false,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(UsageRecord))]
[JsonSerializable(typeof(CallStory))]
public sealed partial class UsageRecordJson : JsonSerializerContext
{
    /// <summary>UTF-8 without a line end; it holds none inside either, since JSON escapes them.</summary>
    public static byte[] Write(UsageRecord record) => JsonSerializer.SerializeToUtf8Bytes(record, Default.UsageRecord);

    /// <summary>The same into a writer of the caller's, which is flushed.</summary>
    public static void Write(UsageRecord record, Utf8JsonWriter writer) => JsonSerializer.Serialize(writer, record, Default.UsageRecord);

    /// <summary>A story by itself.</summary>
    public static string Write(CallStory story) => JsonSerializer.Serialize(story, Default.CallStory);

    /// <returns>Null for what is no story.</returns>
    public static CallStory? ReadStory(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, Default.CallStory);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Reads a line without its end.</summary>
    /// <returns>False for a line that was torn while being written, or anything else that is not one whole record.</returns>
    public static bool TryRead(ReadOnlySpan<byte> line, out UsageRecord? record)
    {
        try
        {
            record = JsonSerializer.Deserialize(line, Default.UsageRecord);
            return record is not null;
        }
        catch (JsonException)
        {
            record = null;
            return false;
        }
    }
}
