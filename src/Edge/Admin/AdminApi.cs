using AiGateway.Edge.Hosting;

namespace AiGateway.Edge.Admin;

/// <summary>The management plane: everything below <c>/admin/v1</c> asks for the administrator's token; health and metrics do not.</summary>
internal static class AdminApi
{
    public static void Map(IApplicationBuilder app)
    {
        app.UseMiddleware<AdminErrors>();
        app.UseRouting();
        app.UseEndpoints(endpoints =>
        {
            endpoints.MapGet("/livez", () => Results.Text("ok"));
            endpoints.MapGet("/readyz", (HttpContext http, Readiness readiness) => readiness.Answer(http));
            endpoints.MapPrometheusScrapingEndpoint("/metrics");

            var admin = endpoints.MapGroup("/admin/v1").AddEndpointFilter<AdminAuthentication>();
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
