using System.Text.Json;

namespace AiGateway.Core.Dialects;

/// <summary>Bytes written as an address: <c>data:image/png;base64,iVBO…</c>.</summary>
internal static class DataUri
{
    private const string Scheme = "data:";
    private const string Base64Mark = ";base64";

    /// <summary>What a provider makes of bytes nobody has named.</summary>
    private const string AnyType = "application/octet-stream";

    public static bool Is(string address) => address.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);

    /// <summary>Its bytes; the address itself where it holds none.</summary>
    public static MediaSource Read(string address) => (MediaSource?)Bytes(address) ?? new MediaSource.Url(address);

    /// <summary>Null when the address holds no base64.</summary>
    public static MediaSource.Base64? Bytes(string address) => Parse(address) is { } bytes ? bytes with { MediaType = bytes.MediaType.Length > 0 ? bytes.MediaType : AnyType } : null;

    /// <summary>The same; null also when it does not say of what type they are.</summary>
    public static MediaSource.Base64? Typed(string address) => Parse(address) is { MediaType.Length: > 0 } bytes ? bytes : null;

    /// <summary>Writes the value of a member in pieces: images are large, and joining them would copy them once more.</summary>
    public static void Write(Utf8JsonWriter json, string mediaType, string data)
    {
        json.WriteStringValueSegment(Scheme, false);
        json.WriteStringValueSegment(mediaType, false);
        json.WriteStringValueSegment(Base64Mark + ",", false);
        json.WriteStringValueSegment(data, true);
    }

    private static MediaSource.Base64? Parse(string address)
    {
        var comma = address.IndexOf(',', StringComparison.Ordinal);
        if (!Is(address) || comma < 0)
            return null;
        var head = address.AsSpan(Scheme.Length, comma - Scheme.Length);
        return head.EndsWith(Base64Mark, StringComparison.OrdinalIgnoreCase)
            ? new MediaSource.Base64(head[..head.IndexOf(';')].Trim().ToString(), address[(comma + 1)..])
            : null;
    }
}
