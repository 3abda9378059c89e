using System.Globalization;
using System.Text;

namespace AiGateway.Core.Dialects.Json;

/// <summary>
/// Half of a pair such as <c>\ud83d</c>, escaped: the grammar of JSON lets it pass, but no string can be made of it, nor can a value that
/// holds it be written again. Models that are cut short say such things.
/// </summary>
internal static class SurrogateEscapes
{
    private const int EscapeLength = 6;

    /// <summary>A copy with the mark for what cannot be shown in place of each half; null where there is none.</summary>
    public static byte[]? Mend(ReadOnlySpan<byte> json)
    {
        if (json.IndexOf("\\ud"u8) < 0 && json.IndexOf("\\uD"u8) < 0)
            return null;
        byte[]? mended = null;
        for (var at = 0; at < json.Length;)
        {
            if (json[at] != '\\')
                at++;
            else if (!TryRead(json[at..], out var unit))
                at += 2;
            else if (char.IsHighSurrogate(unit) && TryRead(json[(at + EscapeLength)..], out var next) && char.IsLowSurrogate(next))
                at += 2 * EscapeLength;
            else
            {
                if (char.IsSurrogate(unit))
                    "\\ufffd"u8.CopyTo((mended ??= json.ToArray()).AsSpan(at));
                at += EscapeLength;
            }
        }
        return mended;
    }

    /// <summary>The same of a text that holds JSON, or was meant to.</summary>
    public static string MendText(string json) =>
        json.Contains("\\u", StringComparison.Ordinal) && Mend(Encoding.UTF8.GetBytes(json)) is { } mended ? Encoding.UTF8.GetString(mended) : json;

    private static bool TryRead(ReadOnlySpan<byte> escape, out char unit)
    {
        unit = default;
        if (escape.Length < EscapeLength || !escape.StartsWith("\\u"u8))
            return false;
        if (!ushort.TryParse(escape[2..EscapeLength], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            return false;
        unit = (char)value;
        return true;
    }
}
