using System.Buffers.Text;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.Gemini;

/// <summary>Google takes base64 of both alphabets, padded or not, and its Python client writes the one for URLs; nobody else reads that.</summary>
internal static class Base64Text
{
    /// <summary>In the common alphabet, padded.</summary>
    public static string Standard(string text)
    {
        if (text.Length % 4 == 0 && text.AsSpan().IndexOfAny('-', '_') < 0)
            return text;
        return text.Replace('-', '+').Replace('_', '/').TrimEnd('=').PadRight((text.TrimEnd('=').Length + 3) / 4 * 4, '=');
    }

    /// <exception cref="DialectException">It is absent, or no base64.</exception>
    public static string RequiredBase64(this Field field)
    {
        var text = Standard(field.RequiredText());
        return Base64.IsValid(text) ? text : throw DialectException.Invalid(field.Path, "it is not base64");
    }
}
