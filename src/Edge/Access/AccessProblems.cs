using AiGateway.Edge.Admin;

namespace AiGateway.Edge.Access;

/// <summary>What those hear who are not let in.</summary>
internal static class AccessProblems
{
    public static Task SignInFirst(HttpContext http)
    {
        http.Response.Headers.WWWAuthenticate = "Bearer realm=\"AiGateway management\"";
        return AdminResults.Problem(StatusCodes.Status401Unauthorized, "The admin token is missing or wrong.",
            "Send it as 'Authorization: Bearer TOKEN'. It was shown at the first start; to get a new one, start once with --reset-access.").ExecuteAsync(http);
    }

    public static Task NotAllowed(HttpContext http)
    {
        var needed = http.GetEndpoint()?.Metadata.GetMetadata<NeededRole>()?.Role.ToString().ToLowerInvariant() ?? "other";
        var has = Caller.Of(http.User)?.Role.ToString().ToLowerInvariant() ?? "none";
        return AdminResults.Problem(StatusCodes.Status403Forbidden, $"This needs the role '{needed}'; yours is '{has}'.", "Ask an owner.").ExecuteAsync(http);
    }
}
