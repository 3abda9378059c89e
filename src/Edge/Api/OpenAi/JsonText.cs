using System.Text;
using System.Text.Encodings.Web;

namespace AiGateway.Edge.Api.OpenAi;

/// <summary>Strings as JSON writes them.</summary>
internal static class JsonText
{
    /// <summary>The JSON string for <paramref name="value"/>, quotes included. Slashes, quotes of other kinds and letters of any script stay readable.</summary>
    public static byte[] Quote(string value) => Encoding.UTF8.GetBytes($"\"{JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(value)}\"");

    /// <summary>UTF-8 bytes of an escaped string once its escapes are resolved, without resolving them.</summary>
    public static int UnescapedLength(ReadOnlySpan<byte> escaped)
    {
        var length = escaped.Length;
        int at;
        while ((at = escaped.IndexOf((byte)'\\')) >= 0 && at + 1 < escaped.Length)
        {
            var size = escaped[at + 1] == 'u' ? 6 : 2;
            length -= size - (size == 2 ? 1 : Utf8Bytes(escaped.Slice(at + 2, Math.Min(4, escaped.Length - at - 2))));
            escaped = escaped[Math.Min(at + size, escaped.Length)..];
        }

        return Math.Max(0, length);
    }

    /// <summary>A surrogate counts for two bytes: a pair makes four.</summary>
    private static int Utf8Bytes(ReadOnlySpan<byte> hex)
    {
        if (!System.Buffers.Text.Utf8Parser.TryParse(hex, out int unit, out _, 'x'))
            return 1;
        return unit < 0x80 ? 1 : unit < 0x800 || unit is >= 0xD800 and <= 0xDFFF ? 2 : 3;
    }
}
