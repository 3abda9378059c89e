using System.Text.RegularExpressions;

namespace AiGateway.Core.Health;

/// <summary>
/// Takes credentials out of a provider's words: some echo part of the key, some the whole bearer. Rather too much is
/// taken than too little; a lost model name is a nuisance, a shown key is an incident.
/// </summary>
internal static partial class SecretRedaction
{
    private const string Mask = "[redacted]";

    /// <summary>Fewer characters of a secret than this at the end of a shortened text are not told from chance.</summary>
    private const int ShortestPrefix = 6;

    public static string Apply(string text)
    {
        text = Scheme().Replace(text, $"$1 {Mask}");
        text = Labelled().Replace(text, $"$1{Mask}");
        text = Starred().Replace(text, Mask);
        text = Prefixed().Replace(text, Mask);
        return Opaque().Replace(text, Mask);
    }

    /// <summary>Takes out one known secret, and what a cut left of it at the end.</summary>
    public static string? Hide(string? text, string? secret)
    {
        if (text is null || string.IsNullOrEmpty(secret))
            return text;
        text = text.Replace(secret, Mask, StringComparison.Ordinal);
        for (var length = Math.Min(secret.Length - 1, text.Length); length >= ShortestPrefix; length--)
        {
            if (text.EndsWith(secret[..length], StringComparison.Ordinal))
                return text[..^length] + Mask;
        }
        return text;
    }

    [GeneratedRegex(@"\b(bearer|basic)\s+(?=\S*\d|\S{20})[^\s""',;]{6,}", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Scheme();

    [GeneratedRegex(
        @"((?:\b(?:x-)?(?:api|access|secret|auth)[-_ ]?(?:key|token)|\bauthorization|\bpassword|\bsecret|[?&](?:key|token))"
            + @"(?:\s+(?:provided|given|is))?[""']?\s*[:=]\s*[""']?)(?!\[redacted)[^\s""',;&)}\]]{6,}",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Labelled();

    /// <summary>A key shown in part, such as <c>sk-ab***yz</c>.</summary>
    [GeneratedRegex(@"[\w-]*\*{3,}[\w-]*")]
    private static partial Regex Starred();

    /// <summary>The beginnings providers give their keys, and JSON web tokens.</summary>
    [GeneratedRegex(
        @"\b(?:(?:sk|pk|rk|gsk|xai|hf|nvapi|r8|tgp|pplx|csk|sess|ghp)[-_][\w-]{8,}"
            + @"|AIza[\w-]{20,}|A[KS]IA[A-Z0-9]{12,}|eyJ[\w-]{8,}(?:\.[\w-]+)+)")]
    private static partial Regex Prefixed();

    /// <summary>Long runs without a word's shape: hexadecimal and base-62 keys, base64 ones, base64url ones. Request ids stay.</summary>
    [GeneratedRegex(
        @"(?<![A-Za-z0-9]|req_)(?=[A-Za-z]*[0-9])(?=[0-9]*[A-Za-z])[A-Za-z0-9]{28,}(?:\.[A-Za-z0-9]{8,})?"
            + @"|(?<![\w+/=.-])(?=[A-Z0-9+/]*[a-z])(?=[a-z0-9+/]*[A-Z])(?=[A-Za-z+/]*[0-9])[A-Za-z0-9+/]{40,}={0,2}(?![\w.-])"
            + @"|(?<![\w-])(?=[A-Z0-9_-]*[a-z])(?=[a-z0-9_-]*[A-Z])(?=[A-Za-z_-]*[0-9])[A-Za-z0-9_-]{43,}")]
    private static partial Regex Opaque();
}
