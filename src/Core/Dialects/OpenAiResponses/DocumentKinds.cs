namespace AiGateway.Core.Dialects.OpenAiResponses;

/// <summary>What kind a document is by its name, and the other way about.</summary>
internal static class DocumentKinds
{
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
