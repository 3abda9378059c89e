using AiGateway.Edge.Hosting;

namespace AiGateway.Edge.Admin;

/// <summary>The management plane: everything below <see cref="Prefix"/> asks for the administrator's token; health and metrics do not.</summary>
internal static class AdminApi
{
    /// <summary>Begins every address of the management API; its number changes when callers would have to.</summary>
    public const string Prefix = "/admin/v1";

    public static void Map(IApplicationBuilder app)
    {
        app.UseMiddleware<AdminErrors>();
        app.UseRouting();
        app.UseEndpoints(endpoints =>
        {
            endpoints.MapGet("/livez", () => Results.Text("ok"));
            endpoints.MapGet("/readyz", (HttpContext http, Readiness readiness) => readiness.Answer(http));
            endpoints.MapPrometheusScrapingEndpoint("/metrics");

            var admin = endpoints.MapGroup(Prefix).AddEndpointFilter<AdminAuthentication>();
            CatalogEndpoints.Map(admin);
            ProviderEndpoints.Map(admin);
            ModelEndpoints.Map(admin);
            ConsumerEndpoints.Map(admin);
            KeyEndpoints.Map(admin);
            AddressEndpoints.Map(admin);
            EdgeEndpoints.Map(admin);
            RampEndpoints.Map(admin);
            LimitEndpoints.Map(admin);
            UsageEndpoints.Map(admin);
            RecordEndpoints.Map(admin);
            RecordExport.Map(admin);
            ShadowEndpoints.Map(admin);
        });
    }
}
