using System.Text;

namespace AiGateway.Core.Dialects.Gemini;

/// <summary>
/// <c>thoughtSignature</c>, which is bytes. A signature made in another dialect goes to the client within one that says whose it
/// is, so that it finds its way back.
/// </summary>
internal static class GeminiSignature
{
    /// <summary>What the base64 of any <see cref="CarriedThought"/> begins with.</summary>
    private const string MarkBase64 = "YWlndy";

    public static ThoughtSignature Read(string text)
    {
        var value = Base64Text.Standard(text);
        return Unwrap(value) ?? new ThoughtSignature(Dialect.Gemini, value);
    }

    public static string Write(ThoughtSignature signature) => Write(signature.Maker, signature.Value);

    public static string Write(Dialect maker, string value) =>
        maker == Dialect.Gemini ? value : Convert.ToBase64String(Encoding.UTF8.GetBytes(CarriedThought.Write(maker, value)));

    private static ThoughtSignature? Unwrap(string value)
    {
        if (!value.StartsWith(MarkBase64, StringComparison.Ordinal))
            return null;
        var bytes = new byte[value.Length];
        if (!Convert.TryFromBase64String(value, bytes, out var length))
            return null;
        return CarriedThought.Read(Encoding.UTF8.GetString(bytes, 0, length)) is { CallId: null, Withheld: false } carried ? carried.Signature : null;
    }
}
