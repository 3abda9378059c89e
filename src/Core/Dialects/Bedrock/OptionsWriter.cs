using System.Buffers;
using System.Text.Json;

namespace AiGateway.Core.Dialects.Bedrock;

/// <summary>Labels, the tier of service, and the form of the answer.</summary>
internal static class OptionsWriter
{
    private const int MaxLabels = 16;
    private const int MaxLabelLength = 256;

    private static readonly SearchValues<char> _labelCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 \t\r\n:_@$#=/+,-.");

    public static void Write(Utf8JsonWriter json, BedrockPlan plan)
    {
        WriteLabels(json, plan);
        WriteTier(json, plan);
        WriteOutput(json, plan);
    }

    private static void WriteLabels(Utf8JsonWriter json, BedrockPlan plan)
    {
        if (plan.Request.Metadata is not { ValueKind: JsonValueKind.Object } labels)
            return;
        if (labels.GetPropertyCount() > MaxLabels || !labels.EnumerateObject().All(IsLabel))
        {
            plan.Omissions.Drop(RequestField.Metadata);
            return;
        }
        json.WritePropertyName("requestMetadata");
        labels.WriteTo(json);
    }

    private static bool IsLabel(JsonProperty label) =>
        label.Name.Length > 0 && IsLabel(label.Name) && label.Value.ValueKind == JsonValueKind.String && IsLabel(label.Value.GetString()!);

    private static bool IsLabel(string text) => text.Length <= MaxLabelLength && !text.AsSpan().ContainsAnyExcept(_labelCharacters);

    private static void WriteTier(Utf8JsonWriter json, BedrockPlan plan)
    {
        if (plan.Request.ServiceTier is null or "auto")
            return;
        if (plan.Request.ServiceTier is not ("default" or "flex" or "priority" or "reserved"))
        {
            plan.Omissions.Drop(RequestField.ServiceTier);
            return;
        }
        json.WriteStartObject("serviceTier");
        json.WriteString("type", plan.Request.ServiceTier);
        json.WriteEndObject();
    }

    private static void WriteOutput(Utf8JsonWriter json, BedrockPlan plan)
    {
        var format = plan.Request.Format is { Kind: OutputFormatKind.JsonSchema } schema ? schema : null;
        var effort = plan.Reasoning.Mode == ThinkingMode.Adaptive ? plan.Reasoning.Effort : null;
        if (format is null && effort is null)
            return;
        json.WriteStartObject("outputConfig");
        if (effort is not null)
            json.WriteString("effort", effort);
        if (format is not null)
            WriteFormat(json, format);
        json.WriteEndObject();
    }

    private static void WriteFormat(Utf8JsonWriter json, OutputFormat format)
    {
        json.WriteStartObject("textFormat");
        json.WriteString("type", "json_schema");
        json.WriteStartObject("structure");
        json.WriteStartObject("jsonSchema");
        json.WriteString("schema", format.Schema!.Value.GetRawText());
        if (format.Name is { Length: > 0 } name)
            json.WriteString("name", name);
        if (format.Description is { Length: > 0 } description)
            json.WriteString("description", description);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
