using System.Text;
using System.Text.Unicode;

namespace AiGateway.Core.Dialects.Json;

/// <summary>What a provider sent, such that every string in it can be read, and every value written again.</summary>
internal static class AnswerBytes
{
    /// <summary>A copy with the mark for what cannot be shown in place of what cannot; null where there is nothing of the kind.</summary>
    public static byte[]? Mend(ReadOnlySpan<byte> json)
    {
        if (Utf8.IsValid(json))
            return SurrogateEscapes.Mend(json);
        var valid = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(json));
        return SurrogateEscapes.Mend(valid) ?? valid;
    }
}
