using System.Text.Json;

namespace AiGateway.Core.Dialects.OpenAiChat;

/// <summary>Images and sounds the model has made. Images have no place in OpenAI's own answers; its compatible providers put them into <c>images</c>.</summary>
internal static class MediaJson
{
    public static void Write(Utf8JsonWriter json, IReadOnlyList<ContentPart> parts)
    {
        var images = 0;
        foreach (var part in parts)
        {
            if (part is not ImagePart { Source: MediaSource.Base64 or MediaSource.Url } image)
                continue;
            if (images++ == 0)
                json.WriteStartArray("images"u8);
            WriteImage(json, image.Source);
        }
        if (images > 0)
            json.WriteEndArray();
        foreach (var part in parts)
        {
            if (part is not AudioPart { Source: MediaSource.Base64 sound })
                continue;
            WriteSound(json, sound.Data);
            return;
        }
    }

    public static void WriteImage(Utf8JsonWriter json, MediaSource source)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "image_url"u8);
        json.WriteStartObject("image_url"u8);
        json.WritePropertyName("url"u8);
        if (source is MediaSource.Base64 bytes)
            DataUri.Write(json, bytes.MediaType, bytes.Data);
        else
            json.WriteStringValue((source as MediaSource.Url)?.Address);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>There is one at most. Nobody keeps it, so that it has no id to be named by later and has expired at once.</summary>
    public static void WriteSound(Utf8JsonWriter json, string data)
    {
        json.WriteStartObject("audio"u8);
        json.WriteString("id"u8, ""u8);
        json.WriteString("data"u8, data);
        json.WriteNumber("expires_at"u8, 0);
        json.WriteString("transcript"u8, ""u8);
        json.WriteEndObject();
    }
}
