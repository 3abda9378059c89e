namespace AiGateway.Core.Dialects.Json;

/// <summary>Escapes such as <c>\ud83d</c> without their other half: sound JSON that stands for no text, and that no string can be made of.</summary>
internal static class HalfSurrogates
{
    private const int EscapeLength = 6;

    /// <summary>Where the first one begins at or after <paramref name="from"/>; -1 without any.</summary>
    public static int Next(ReadOnlySpan<byte> json, int from)
    {
        for (var at = from; at < json.Length;)
        {
            var found = json[at..].IndexOf((byte)'\\');
            if (found < 0)
                return -1;
            at += found;
            var unit = Unit(json, at);
            if (unit is null or < 0xD800 or > 0xDFFF)
            {
                at += unit is null ? 2 : EscapeLength;
                continue;
            }
            if (unit > 0xDBFF || Unit(json, at + EscapeLength) is not (>= 0xDC00 and <= 0xDFFF))
                return at;
            at += 2 * EscapeLength;
        }
        return -1;
    }

    /// <summary>Puts the mark for what cannot be shown in place of each.</summary>
    public static void Replace(Span<byte> json)
    {
        for (var at = Next(json, 0); at >= 0; at = Next(json, at + EscapeLength))
            "fffd"u8.CopyTo(json[(at + 2)..]);
    }

    /// <summary>The UTF-16 unit that is escaped there; null for any other escape, or none.</summary>
    private static int? Unit(ReadOnlySpan<byte> json, int at)
    {
        if (at + EscapeLength > json.Length || json[at] != '\\' || json[at + 1] != 'u')
            return null;
        var unit = 0;
        foreach (var digit in json.Slice(at + 2, 4))
        {
            if (!char.IsAsciiHexDigit((char)digit))
                return null;
            unit = (unit << 4) | (digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
        }
        return unit;
    }
}
