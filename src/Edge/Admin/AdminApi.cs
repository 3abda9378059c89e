using AiGateway.Edge.Admin.Catalog;
using AiGateway.Edge.Admin.Grayscale;
using AiGateway.Edge.Admin.Health;
using AiGateway.Edge.Admin.Http;
using AiGateway.Edge.Admin.Usage;
using AiGateway.Edge.Hosting;

namespace AiGateway.Edge.Admin;

/// <summary>The management plane: everything below <see cref="Prefix"/> asks for the administrator's token; health and metrics do not.</summary>
internal static class AdminApi
{
    /// <summary>Begins every address of the management API; its number changes when callers would have to.</summary>
    public const string Prefix = "/admin/v1";

    /// <summary>Below <see cref="Prefix"/>: what describes all of it.</summary>
    public const string Document = "/openapi.json";

    public static void AddAdmin(this IServiceCollection services)
    {
        services.AddSingleton<CatalogEditor>();
        services.AddSingleton<IdempotentRequest>();
        // Without it, a parameter that cannot be read is answered with nothing but its status.
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(options => AdminJson.Configure(options.SerializerOptions));
        ApiDocument.Add(services);
    }

    public static void Map(IApplicationBuilder app)
    {
        app.UseMiddleware<AdminErrors>();
        app.UseRouting();
        app.UseEndpoints(endpoints =>
        {
            endpoints.MapGet("/livez", () => Results.Text("ok"));
            endpoints.MapGet("/readyz", (HttpContext http, Readiness readiness) => readiness.Answer(http));
            endpoints.MapPrometheusScrapingEndpoint("/metrics");
            ApiPage.Map(endpoints);

            var admin = endpoints.MapGroup(Prefix).AddEndpointFilter<AdminAuthentication>();
            admin.MapOpenApi(Document);
            RouteGroupBuilder Capability(string name) => admin.MapGroup("").WithTags(name);
            var (catalog, health, grayscale, usage) = (Capability("Catalog"), Capability("Health"), Capability("Grayscale"), Capability("Usage"));
            CatalogEndpoints.Map(catalog);
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
        });
    }
}
