using System.Text.Json;
using AiGateway.Edge.Api.OpenAi;

namespace AiGateway.Edge.Objects;

/// <summary>The ids in something that is kept as JSON describes it, and what it is.</summary>
internal sealed record ObjectIds
{
    public string? Id { get; private set; }

    public string? InputFileId { get; private set; }

    public string? OutputFileId { get; private set; }

    public string? ErrorFileId { get; private set; }

    public string? Purpose { get; private set; }

    /// <summary>What it calls itself.</summary>
    public string? Object { get; private set; }

    /// <summary>Null when it is no JSON object.</summary>
    public static ObjectIds? Read(ReadOnlySpan<byte> body)
    {
        try
        {
            var json = new Utf8JsonReader(body);
            json.Read();
            if (json.TokenType != JsonTokenType.StartObject)
                return null;
            var ids = new ObjectIds();
            while (json.NextMember())
                ids.ReadMember(ref json);
            while (json.Read())
            {
                // What follows must still be well-formed.
            }
            return ids;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private void ReadMember(ref Utf8JsonReader json)
    {
        var name = json.ValueSpan;
        json.Read();
        if (!json.IsNonEmptyString())
            json.Skip();
        else if (name.SequenceEqual("id"u8))
            Id = json.GetString();
        else if (name.SequenceEqual("input_file_id"u8))
            InputFileId = json.GetString();
        else if (name.SequenceEqual("output_file_id"u8))
            OutputFileId = json.GetString();
        else if (name.SequenceEqual("error_file_id"u8))
            ErrorFileId = json.GetString();
        else if (name.SequenceEqual("purpose"u8))
            Purpose = json.GetString();
        else if (name.SequenceEqual("object"u8))
            Object = json.GetString();
    }
}
