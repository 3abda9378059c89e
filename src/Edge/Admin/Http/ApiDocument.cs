using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using AiGateway.Core.Catalog;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace AiGateway.Edge.Admin.Http;

/// <summary>The OpenAPI 3.1 document of the management API, made from its routes.</summary>
internal static class ApiDocument
{
    private const string Scheme = "adminToken";

    public static void Add(IServiceCollection services) => services.AddOpenApi(options =>
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.ShouldInclude = api => $"/{api.RelativePath}".StartsWith(AdminApi.Prefix, StringComparison.Ordinal);
        options.AddDocumentTransformer(Describe);
        options.AddSchemaTransformer(Correct);
    });

    private static Task Describe(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken aborted)
    {
        document.Info = new OpenApiInfo { Title = "AiGateway management", Version = "v1" };
        // Whichever address it was asked by is the right one, also behind a proxy.
        document.Servers = [];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal);
        document.Components.SecuritySchemes[Scheme] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "The administrator's token." };
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, document)] = [] }];
        return Task.CompletedTask;
    }

    /// <summary>Types that write themselves say nothing of their form.</summary>
    private static Task Correct(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken aborted)
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        if (type.IsEnum)
        {
            schema.Type = JsonSchemaType.String;
            schema.Enum = [.. type.GetFields(BindingFlags.Public | BindingFlags.Static)
                .Select(field => JsonValue.Create(field.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name ?? field.Name))];
        }
        else if (schema.Type is null && FormOf(type) is { } form)
        {
            schema.Type = form;
            if (form == JsonSchemaType.Array)
                schema.Items = new OpenApiSchema { Type = JsonSchemaType.String };
        }
        return Task.CompletedTask;
    }

    private static JsonSchemaType? FormOf(Type type) =>
        type == typeof(Secret) ? JsonSchemaType.String
        : type == typeof(LimitNames) ? JsonSchemaType.Array
        : type == typeof(long) ? JsonSchemaType.Integer
        : type == typeof(decimal) ? JsonSchemaType.Number : null;
}
