using System.Reflection;
using System.Text.Json.Serialization;

namespace AiGateway.Core.Catalog;

/// <summary>The names of an enum's values as they are written in a catalog.</summary>
public static class EnumNames
{
    public static IReadOnlyCollection<string> All<T>()
        where T : struct, Enum => Table<T>.Values.Keys;

    public static bool TryParse<T>(string name, out T value)
        where T : struct, Enum => Table<T>.Values.TryGetValue(name, out value);

    /// <exception cref="InvalidOperationException">It is none of the enum's values.</exception>
    public static string NameOf<T>(T value)
        where T : struct, Enum => Table<T>.Values.First(each => EqualityComparer<T>.Default.Equals(each.Value, value)).Key;

    /// <summary>What to say of a text that is none of them.</summary>
    public static string Expected<T>()
        where T : struct, Enum => $"must be one of {string.Join(", ", All<T>())}";

    private static class Table<T>
        where T : struct, Enum
    {
        // Read from the attributes that JSON uses, so that a new value has one name everywhere.
        public static readonly Dictionary<string, T> Values = typeof(T)
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .ToDictionary(
                field => field.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name ?? field.Name,
                field => (T)field.GetValue(null)!,
                StringComparer.Ordinal);
    }
}
