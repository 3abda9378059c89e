namespace AiGateway.Edge.Api.OpenAi;

/// <summary>Words of a caller or provider as an error may repeat them.</summary>
internal static class Echo
{
    private const int MaxNameLength = 200;
    private const int KeyPrefixLength = 3;
    private const int ShortestRealKey = 12;

    /// <summary>At most 200 characters of a name.</summary>
    public static string Name(string name) => Cut(name, MaxNameLength);

    /// <summary>Enough of a key to tell which kind was used, never enough to guess it: of a short one, nothing.</summary>
    public static string KeyHint(string key) =>
        key.Length < ShortestRealKey ? "****" : $"{Cut(key, KeyPrefixLength)}…****";

    /// <summary>At most 500 characters of text as a header may carry it: what is not visible ASCII gives way to a question mark.</summary>
    public static string Header(string text)
    {
        const int longest = 500;
        return string.Create(Math.Min(text.Length, longest), text, static (to, from) =>
        {
            for (var i = 0; i < to.Length; i++)
                to[i] = from[i] is >= ' ' and <= '~' ? from[i] : '?';
        });
    }

    public static string Cut(string text, int length)
    {
        if (text.Length <= length)
            return text;
        return char.IsHighSurrogate(text[length - 1]) ? text[..(length - 1)] : text[..length];
    }
}
