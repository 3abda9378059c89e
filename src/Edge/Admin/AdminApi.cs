using AiGateway.Core.Access;
using AiGateway.Edge.Access;
using AiGateway.Edge.Admin.Access;
using AiGateway.Edge.Admin.Audit;
using AiGateway.Edge.Admin.Catalog;
using AiGateway.Edge.Admin.Catalog.History;
using AiGateway.Edge.Admin.Catalog.Transfer;
using AiGateway.Edge.Admin.Grayscale;
using AiGateway.Edge.Admin.Health;
using AiGateway.Edge.Admin.Http;
using AiGateway.Edge.Admin.Usage;
using AiGateway.Edge.Console;
using AiGateway.Edge.Hosting;

namespace AiGateway.Edge.Admin;

/// <summary>The management plane: everything below <see cref="Prefix"/> is for those who are signed in and have the role that stands here; health and metrics are open.</summary>
internal static class AdminApi
{
    /// <summary>Begins every address of the management API; its number changes when callers would have to.</summary>
    public const string Prefix = "/admin/v1";

    /// <summary>Below <see cref="Prefix"/>: what describes all of it.</summary>
    public const string Document = "/openapi.json";

    public static void AddAdmin(this IServiceCollection services)
    {
        services.AddSingleton<CatalogEditor>();
        services.AddSingleton<CatalogHistory>();
        services.AddSingleton<StoredSecrets>();
        services.AddSingleton<CatalogImport>();
        services.AddSingleton<IdempotentRequest>();
        services.AddSingleton<AuditFilter>();
        services.AddSingleton<AuditLog>();
        // Without it, a parameter that cannot be read is answered with nothing but its status.
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(options => AdminJson.Configure(options.SerializerOptions));
        ApiDocument.Add(services);
    }

    public static void Map(IApplicationBuilder app)
    {
        app.Use(ContentPolicy.Apply);
        app.UseMiddleware<AdminErrors>();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.UseEndpoints(endpoints =>
        {
            endpoints.MapGet("/livez", () => Results.Text("ok")).AllowAnonymous();
            endpoints.MapGet("/readyz", (HttpContext http, Readiness readiness) => readiness.Answer(http)).AllowAnonymous();
            endpoints.MapPrometheusScrapingEndpoint("/metrics").AllowAnonymous();
            ApiPage.Map(endpoints);
            ConsoleHost.Map(endpoints);
            MapManagement(endpoints.MapGroup(Prefix));
        });
    }

    private static void MapManagement(RouteGroupBuilder admin)
    {
        admin.MapOpenApi(Document).For(Role.Viewer);
        RouteGroupBuilder Capability(string name) => admin.MapGroup("").WithTags(name).AddEndpointFilter<AuditFilter>();
        RouteGroupBuilder Shared(string name) => Capability(name).ForViewersAndOperators();

        var (catalog, health, grayscale, usage) = (Shared("Catalog"), Shared("Health"), Shared("Grayscale"), Shared("Usage"));
        CatalogEndpoints.Map(catalog);
        HistoryEndpoints.Map(catalog);
        TransferEndpoints.Map(catalog);
        ProviderEndpoints.Map(catalog);
        ModelEndpoints.Map(catalog);
        ConsumerEndpoints.Map(catalog);
        KeyEndpoints.Map(health);
        AddressEndpoints.Map(health);
        EdgeEndpoints.Map(health);
        RampEndpoints.Map(grayscale);
        LimitEndpoints.Map(usage);
        UsageEndpoints.Map(usage);
        RecordEndpoints.Map(usage);
        RecordExport.Map(usage);
        ShadowEndpoints.Map(grayscale);

        SessionEndpoints.MapOpen(admin.MapGroup("").WithTags("Access").AllowAnonymous());
        SessionEndpoints.Map(Capability("Access").ForAnybody());
        AdministratorEndpoints.Map(Capability("Access").For(Role.Owner));
        ApiTokenEndpoints.Map(Capability("Access").For(Role.Owner));
        AuditEndpoints.Map(Capability("Audit").For(Role.Operator));
    }
}
