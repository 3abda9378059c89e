using AiGateway.Edge.Hosting;

namespace AiGateway.Edge.Admin;

/// <summary>Lets nobody past without the administrator's token, sent as <c>Authorization: Bearer …</c>.</summary>
internal sealed class AdminAuthentication(AdminAccess access) : IEndpointFilter
{
    private const string Bearer = "Bearer ";

    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (http.Request.Headers.Authorization is [{ } value] && value.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            && access.Allows(value.AsSpan(Bearer.Length).Trim()))
            return next(context);
        http.Response.Headers.WWWAuthenticate = "Bearer realm=\"AiGateway management\"";
        return ValueTask.FromResult<object?>(AdminResults.Problem(StatusCodes.Status401Unauthorized, "The admin token is missing or wrong.",
            "Send it as 'Authorization: Bearer TOKEN'. It was shown at the first start; to get a new one, start once with --reset-access."));
    }
}
