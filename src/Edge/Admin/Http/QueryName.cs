namespace AiGateway.Edge.Admin.Http;

/// <summary>
/// Names of an enum's values in the addresses of management calls, in any case. Neither numbers nor several names at once, which the
/// framework's own parser takes as well.
/// </summary>
internal static class QueryName
{
    public static bool TryRead<T>(string text, out T value)
        where T : struct, Enum
    {
        value = default;
        var named = Enum.GetNames<T>().FirstOrDefault(name => name.Equals(text, StringComparison.OrdinalIgnoreCase));
        return named is not null && Enum.TryParse(named, out value);
    }
}
