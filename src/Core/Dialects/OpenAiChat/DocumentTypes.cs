namespace AiGateway.Core.Dialects.OpenAiChat;

/// <summary>Types of documents that are told by their file names only.</summary>
internal static class DocumentTypes
{
    public static string OfExtension(ReadOnlySpan<char> extension)
    {
        Span<char> lower = stackalloc char[8];
        var length = extension.ToLowerInvariant(lower);
        return length < 0 ? "application/pdf" : lower[..length] switch
        {
            "txt" => "text/plain",
            "md" => "text/markdown",
            "csv" => "text/csv",
            "html" or "htm" => "text/html",
            "doc" => "application/msword",
            "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "xls" => "application/vnd.ms-excel",
            "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            _ => "application/pdf",
        };
    }
}
