using System.Text;
using System.Text.Unicode;

namespace AiGateway.Core.Dialects.Json;

/// <summary>What a provider sent, such that every string in it can be read, and every value written again.</summary>
internal static class AnswerBytes
{
    /// <summary>A copy with the mark for what cannot be shown in place of what cannot; null where there is nothing of the kind.</summary>
    public static byte[]? Mend(ReadOnlySpan<byte> json)
    {
        var valid = Utf8.IsValid(json);
        if (valid && HalfSurrogates.Next(json, 0) < 0)
            return null;
        var mended = valid ? json.ToArray() : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(json));
        HalfSurrogates.Replace(mended);
        return mended;
    }
}
