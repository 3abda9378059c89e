using Microsoft.Net.Http.Headers;

namespace AiGateway.Edge.Forms;

/// <summary>What stands between the parts of a form.</summary>
internal static class FormBoundary
{
    /// <summary>By RFC 2046.</summary>
    private const int Longest = 70;

    public static bool IsForm(string? contentType) => contentType?.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase) == true;

    /// <returns>Null when the content type names none that may stand there.</returns>
    public static string? Of(string? contentType)
    {
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type))
            return null;
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary);
        return boundary.Length is > 0 and <= Longest ? boundary.ToString() : null;
    }
}
