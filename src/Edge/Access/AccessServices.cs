using AiGateway.Edge.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;

namespace AiGateway.Edge.Access;

/// <summary>Who may do what at the management plane.</summary>
internal static class AccessServices
{
    private const string Either = "bearer or session";

    public static void AddAccess(this IServiceCollection services, MasterKey master)
    {
        services.AddSingleton(new ApiTokenSecret(master));
        services.AddSingleton<AccessDirectory>();
        services.AddSingleton<Tickets>();
        services.AddSingleton<Callers>();
        services.AddSingleton<PasswordHash>();
        services.AddSingleton<OneTimeCodes>();
        services.AddSingleton<SignIn>();
        services.AddDataProtection().SetApplicationName("AiGateway");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider => new ConfigureOptions<KeyManagementOptions>(options =>
        {
            options.XmlRepository = new KeyRing(provider.GetRequiredService<IGrainFactory>());
            options.XmlEncryptor = new KeyRingSealing(provider.GetRequiredService<SecretBox>());
        }));
        services.AddAuthentication(Either)
            .AddPolicyScheme(Either, null, options => options.ForwardDefaultSelector =
                static http => http.Request.Headers.Authorization.Count > 0 ? BearerAuthentication.SchemeName : Sessions.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, BearerAuthentication>(BearerAuthentication.SchemeName, null)
            .AddCookie(Sessions.SchemeName, Sessions.Configure);
        // A route that does not say for whom it is, is for nobody. What is no route says 404, 405 or 415, to those who are signed in.
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser()
            .RequireAssertion(static context => context.Resource is HttpContext http && http.GetEndpoint() is not RouteEndpoint).Build());
        services.AddSingleton<IAuthorizationHandler, RoleCheck>();
    }

    /// <summary>
    /// The framework would read the keys of sessions while the process starts, and wait there for a control plane that may come later. To be
    /// called last, since each part of the framework that uses them sees to that anew.
    /// </summary>
    public static void ReadKeysWhenNeeded(this IServiceCollection services)
    {
        foreach (var reader in services.Where(each => each.ServiceType == typeof(IHostedService) && each.ImplementationType?.Namespace == "Microsoft.AspNetCore.DataProtection.Internal").ToList())
            services.Remove(reader);
    }
}
