using System.Text.Json;

namespace AiGateway.Core.Dialects.OpenAiChat;

/// <summary>Bytes written as an address: <c>data:image/png;base64,iVBO…</c>.</summary>
internal static class DataUri
{
    private const string Scheme = "data:";
    private const string Base64Mark = ";base64";

    /// <summary>What a provider makes of bytes nobody has named.</summary>
    private const string AnyType = "application/octet-stream";

    /// <summary>Its bytes; the address itself where it holds none.</summary>
    public static MediaSource Read(string address) => (MediaSource?)Bytes(address) ?? new MediaSource.Url(address);

    /// <summary>Null when the address holds no base64.</summary>
    public static MediaSource.Base64? Bytes(string address)
    {
        if (!address.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return null;
        var comma = address.IndexOf(',', StringComparison.Ordinal);
        if (comma < 0)
            return null;
        var head = address.AsSpan(Scheme.Length, comma - Scheme.Length);
        if (!head.EndsWith(Base64Mark, StringComparison.OrdinalIgnoreCase))
            return null;
        var type = head[..head.IndexOf(';')].Trim();
        return new MediaSource.Base64(type.IsEmpty ? AnyType : type.ToString(), address[(comma + 1)..]);
    }

    /// <summary>Writes the value of a member in pieces: images are large, and joining them would copy them once more.</summary>
    public static void Write(Utf8JsonWriter json, string mediaType, string data)
    {
        json.WriteStringValueSegment(Scheme, false);
        json.WriteStringValueSegment(mediaType, false);
        json.WriteStringValueSegment(Base64Mark + ",", false);
        json.WriteStringValueSegment(data, true);
    }
}
