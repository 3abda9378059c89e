namespace AiGateway.Core.Dialects.OpenAiResponses;

/// <summary>Media inside an address, and what kind a file is by its name.</summary>
internal static class DataUrl
{
    private const string Scheme = "data:";
    private const string Encoding = ";base64";

    public static bool Is(string address) => address.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);

    /// <summary>Null when it is no base64 of a type it names.</summary>
    public static MediaSource.Base64? Read(string address)
    {
        var comma = address.IndexOf(',', StringComparison.Ordinal);
        if (!Is(address) || comma < 0 || comma == address.Length - 1)
            return null;
        var head = address.AsSpan(Scheme.Length, comma - Scheme.Length);
        if (!head.EndsWith(Encoding, StringComparison.OrdinalIgnoreCase))
            return null;
        head = head[..^Encoding.Length];
        var end = head.IndexOf(';');
        var type = (end < 0 ? head : head[..end]).Trim();
        return type.IsEmpty ? null : new(type.ToString(), address[(comma + 1)..]);
    }

    public static string Write(string mediaType, string data) => $"{Scheme}{mediaType}{Encoding},{data}";

    /// <summary>Of files whose sender does not say: most are PDF.</summary>
    public static string TypeOf(string? fileName) => FileExtension.Of(fileName) switch
    {
        ".TXT" => "text/plain",
        ".MD" => "text/markdown",
        ".CSV" => "text/csv",
        ".HTML" or ".HTM" => "text/html",
        ".JSON" => "application/json",
        _ => "application/pdf",
    };

    /// <summary>For documents whose sender does not name them: the API wants a name with the bytes.</summary>
    public static string NameFor(string mediaType) => mediaType switch
    {
        "text/plain" => "document.txt",
        "text/markdown" => "document.md",
        "text/csv" => "document.csv",
        "text/html" => "document.html",
        "application/json" => "document.json",
        _ => "document.pdf",
    };
}
