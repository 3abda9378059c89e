using Microsoft.AspNetCore.Http.Extensions;

namespace AiGateway.Edge.Objects;

/// <summary>The part of a query that goes on to a provider. Anything else a caller writes there is not the provider's business.</summary>
internal static class PassedQuery
{
    private static readonly string[] Known = ["include", "include[]", "limit", "order", "order_by", "after", "before", "filter", "status", "run_id", "variant"];

    /// <summary>Of what is below the objects that are passed on.</summary>
    public static string Of(IQueryCollection query) => Of(query, Known);

    /// <summary>With its question mark.</summary>
    public static string Of(IQueryCollection query, string[] known)
    {
        var passed = new QueryBuilder();
        foreach (var name in known)
        {
            if (query.TryGetValue(name, out var values))
                passed.Add(name, values.OfType<string>());
        }
        return passed.ToString();
    }
}
