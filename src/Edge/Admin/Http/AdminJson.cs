using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using AiGateway.Core.Catalog;

namespace AiGateway.Edge.Admin.Http;

/// <summary>The form of the management API's answers: camel case, numbers as numbers; entities of the catalog without what is not set.</summary>
internal static class AdminJson
{
    private static readonly string CatalogNamespace = typeof(CatalogDocument).Namespace!;
    private static readonly string AnswerNamespace = typeof(Catalog.ProviderAnswer).Namespace!;

    public static void Configure(JsonSerializerOptions options)
    {
        options.NumberHandling = JsonNumberHandling.Strict;
        options.TypeInfoResolver = new DefaultJsonTypeInfoResolver().WithAddedModifier(LeaveOutUnset);
    }

    private static void LeaveOutUnset(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object || type.Type.Namespace is not { } name
            || !(name.StartsWith(CatalogNamespace, StringComparison.Ordinal) || name.StartsWith(AnswerNamespace, StringComparison.Ordinal)))
            return;
        foreach (var property in type.Properties)
        {
            if (property.AttributeProvider?.IsDefined(typeof(JsonIgnoreAttribute), inherit: false) != true)
                property.ShouldSerialize = static (_, value) => value is not null;
        }
    }
}
