using System.Globalization;

namespace AiGateway.Edge.Admin.Http;

/// <summary>Times in the addresses of management calls: ISO 8601, UTC unless they say otherwise.</summary>
internal static class QueryTime
{
    /// <param name="unixMs">Null when there is no text.</param>
    /// <returns>False when the text is no time.</returns>
    public static bool TryRead(string? text, out long? unixMs)
    {
        unixMs = null;
        if (text is null)
            return true;
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            return false;
        unixMs = time.ToUnixTimeMilliseconds();
        return true;
    }
}
