using System.Reflection;
using System.Text.Json.Serialization;

namespace AiGateway.Core.Catalog;

/// <summary>The names of the provider kinds as they are written in a catalog.</summary>
public static class ProviderKindNames
{
    // Read from the attributes that JSON uses, so that a new kind has one name everywhere.
    private static readonly Dictionary<string, ProviderKind> Kinds = typeof(ProviderKind)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .ToDictionary(
            field => field.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name ?? field.Name,
            field => (ProviderKind)field.GetValue(null)!,
            StringComparer.Ordinal);

    public static IReadOnlyCollection<string> All => Kinds.Keys;

    public static bool TryParse(string name, out ProviderKind kind) => Kinds.TryGetValue(name, out kind);
}
