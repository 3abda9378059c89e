using Microsoft.Net.Http.Headers;

namespace AiGateway.Edge.Access;

/// <summary>
/// Whether a request that a browser sends its cookie with comes from a page of this gateway. Browsers say where a request comes from
/// (Fetch Metadata, W3C; Origin, RFC 6454), and pages cannot make them say otherwise.
/// </summary>
internal static class SameOrigin
{
    private const string FetchSite = "Sec-Fetch-Site";

    /// <summary>What changes something must come from here; what only looks may not be read by other sites anyway.</summary>
    public static bool Allows(HttpRequest request)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method))
            return true;
        if (request.Headers[FetchSite] is [{ } site])
            return site == "same-origin";
        // Older browsers send only this with what changes something. Behind a proxy that ends TLS the scheme differs, the host does not.
        return request.Headers[HeaderNames.Origin] is [{ } origin] && Uri.TryCreate(origin, UriKind.Absolute, out var from)
            && string.Equals(from.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase);
    }
}
