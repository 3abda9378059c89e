using AiGateway.Edge.Access;
using AiGateway.Edge.Console.Api;
using MudBlazor.Services;

namespace AiGateway.Edge.Console;

/// <summary>The console in the browser, at the root of the management address.</summary>
internal static class ConsoleHost
{
    /// <summary>Named by this program, whichever process it is a part of.</summary>
    private static readonly string Assets = Path.Combine(AppContext.BaseDirectory, $"{typeof(ConsoleHost).Assembly.GetName().Name}.staticwebassets.endpoints.json");

    public static void AddConsole(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddCascadingAuthenticationState();
        services.AddMudServices();
        services.AddSingleton<ManagementAddress>();
        services.AddScoped<ManagementApi>();
    }

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapStaticAssets(Assets).AllowAnonymous();
        // A page is for whoever is signed in; what it asks for is refused where it is asked for.
        endpoints.MapRazorComponents<App>().AddInteractiveServerRenderMode(options => options.DisableWebSocketCompression = true)
            .RequireAuthorization().ExcludeFromDescription();
        endpoints.MapPost("/sign-out", async (HttpContext http) =>
        {
            await Sessions.End(http);
            return Results.LocalRedirect(Sessions.SignInPage);
        }).AllowAnonymous().ExcludeFromDescription();
    }
}
