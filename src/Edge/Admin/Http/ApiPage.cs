using Scalar.AspNetCore;

namespace AiGateway.Edge.Admin.Http;

/// <summary>
/// The page that shows the document of the management API. It holds nothing and loads nothing from elsewhere, so that it may be open;
/// the document it asks for may not.
/// </summary>
internal static class ApiPage
{
    public const string Path = "/admin/docs";

    public static void Map(IEndpointRouteBuilder endpoints) => endpoints.MapScalarApiReference(Path, options =>
    {
        options.Title = "AiGateway management";
        options.OpenApiRoutePattern = AdminApi.Prefix + AdminApi.Document;
        options.DefaultFonts = false;
        options.Telemetry = false;
    }).ExcludeFromDescription().AllowAnonymous();
}
