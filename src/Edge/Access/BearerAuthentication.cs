using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace AiGateway.Edge.Access;

/// <summary>Callers who send a token with every request, as <c>Authorization: Bearer …</c>.</summary>
internal sealed class BearerAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, Callers callers)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "bearer";
    private const string Bearer = "Bearer ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers.Authorization is not [{ } value] || !value.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
            return AuthenticateResult.NoResult();
        return await callers.Find(value[Bearer.Length..].Trim()) is { } caller
            ? AuthenticateResult.Success(new AuthenticationTicket((caller.From.Length > 0 ? caller : caller with { From = Sessions.Address(Context) }).ToPrincipal(SchemeName), SchemeName))
            : AuthenticateResult.Fail("The token is unknown.");
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties) => AccessProblems.SignInFirst(Context);

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => AccessProblems.NotAllowed(Context);
}
