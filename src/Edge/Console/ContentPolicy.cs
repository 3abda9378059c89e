using AiGateway.Edge.Admin.Http;

namespace AiGateway.Edge.Console;

/// <summary>
/// What browsers may load and do for pages of this address: what comes from here. Styles may stand in elements, which the components and their
/// charts need; scripts may not.
/// </summary>
internal static class ContentPolicy
{
    private const string Start = "default-src 'none'; script-src 'self'";

    private const string Rest =
        "; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; "
        + "base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    public static Task Apply(HttpContext http, RequestDelegate next)
    {
        var headers = http.Response.Headers;
        // The page that shows the document of the API is another's work and begins with a script of its own; it holds nothing of ours.
        headers.ContentSecurityPolicy = Start + (http.Request.Path.StartsWithSegments(ApiPage.Path) ? " 'unsafe-inline'" : "") + Rest;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        return next(http);
    }
}
