using AiGateway.Edge.Admin;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.WebUtilities;

namespace AiGateway.Edge.Access;

/// <summary>
/// Sessions of browsers: a cookie that any edge can read, which holds who it is and nothing else. What he may do is looked up with every
/// request, so that whose access is taken away is out at once.
/// </summary>
internal static class Sessions
{
    public const string SchemeName = "session";
    public const string SignInPage = "/sign-in";
    private const string CookieName = "agw-session";

    /// <summary>A session that is not used for so long ends.</summary>
    private static readonly TimeSpan Idle = TimeSpan.FromHours(8);

    public static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = CookieName;
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = Idle;
        options.SlidingExpiration = true;
        options.Events.OnValidatePrincipal = Check;
        options.Events.OnRedirectToLogin = context => AskToSignIn(context.HttpContext);
        options.Events.OnRedirectToAccessDenied = context => AccessProblems.NotAllowed(context.HttpContext);
    }

    /// <summary>Programs hear what is missing; people come to where they can sign in, and back from there.</summary>
    private static Task AskToSignIn(HttpContext http)
    {
        if (http.Request.Path.StartsWithSegments(AdminApi.Prefix) || !HttpMethods.IsGet(http.Request.Method))
            return AccessProblems.SignInFirst(http);
        http.Response.Redirect(QueryHelpers.AddQueryString(SignInPage, "back", http.Request.Path + http.Request.QueryString));
        return Task.CompletedTask;
    }

    public static Task Begin(HttpContext http, Caller caller) => http.SignInAsync(SchemeName, caller.ToPrincipal(SchemeName));

    public static Task End(HttpContext http) => http.SignOutAsync(SchemeName);

    /// <summary>Where a request comes from.</summary>
    public static string Address(HttpContext http) => http.Connection.RemoteIpAddress?.ToString() ?? "";

    private static async Task Check(CookieValidatePrincipalContext context)
    {
        var callers = context.HttpContext.RequestServices.GetRequiredService<Callers>();
        if (!SameOrigin.Allows(context.Request) || Caller.Of(context.Principal) is not { } before || await callers.Again(before) is not { } now)
            context.RejectPrincipal();
        else
            context.ReplacePrincipal((now with { From = Address(context.HttpContext) }).ToPrincipal(SchemeName));
    }
}
