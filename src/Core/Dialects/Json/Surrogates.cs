using System.Buffers.Text;

namespace AiGateway.Core.Dialects.Json;

/// <summary>
/// JSON may escape half of a surrogate pair, which is no text. A string that holds one cannot be read, and a value with one deep
/// within cannot be written again, so that it has to be known at once.
/// </summary>
internal static class Surrogates
{
    private const int EscapeLength = 6;

    /// <summary>Whether every escaped half has its other half.</summary>
    /// <param name="json">Valid JSON.</param>
    public static bool ArePaired(ReadOnlySpan<byte> json)
    {
        // Hardly any document has such escapes; looking for them costs next to nothing.
        if (json.IndexOf(@"\ud"u8) < 0 && json.IndexOf(@"\uD"u8) < 0)
            return true;
        var wantsLow = false;
        while (true)
        {
            var next = json.IndexOf((byte)'\\');
            if (wantsLow && next != 0)
                return false;
            if (next < 0)
                return true;
            json = json[next..];
            var half = json.Length >= EscapeLength && json[1] == (byte)'u' ? Half(json[2..EscapeLength]) : '\0';
            if (wantsLow != char.IsLowSurrogate(half))
                return false;
            wantsLow = char.IsHighSurrogate(half);
            json = json[(json.Length > 1 && json[1] == (byte)'u' ? Math.Min(EscapeLength, json.Length) : Math.Min(2, json.Length))..];
        }
    }

    private static char Half(ReadOnlySpan<byte> digits) =>
        Utf8Parser.TryParse(digits, out ushort value, out var read, 'x') && read == digits.Length ? (char)value : '\0';
}
