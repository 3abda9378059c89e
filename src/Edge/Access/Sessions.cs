using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace AiGateway.Edge.Access;

/// <summary>
/// Sessions of browsers: a cookie that any edge can read, which holds who it is and nothing else. What he may do is looked up with every
/// request, so that whose access is taken away is out at once.
/// </summary>
internal static class Sessions
{
    public const string SchemeName = "session";
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
        options.Events.OnRedirectToLogin = context => AccessProblems.SignInFirst(context.HttpContext);
        options.Events.OnRedirectToAccessDenied = context => AccessProblems.NotAllowed(context.HttpContext);
    }

    public static Task Begin(HttpContext http, Caller caller) => http.SignInAsync(SchemeName, caller.ToPrincipal(SchemeName));

    public static Task End(HttpContext http) => http.SignOutAsync(SchemeName);

    private static async Task Check(CookieValidatePrincipalContext context)
    {
        var callers = context.HttpContext.RequestServices.GetRequiredService<Callers>();
        if (!SameOrigin.Allows(context.Request) || Caller.Of(context.Principal) is not { } before || await callers.Again(before) is not { } now)
            context.RejectPrincipal();
        else
            context.ReplacePrincipal(now.ToPrincipal(SchemeName));
    }
}
