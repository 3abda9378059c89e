using AiGateway.Edge.Api.OpenAi;
using Microsoft.AspNetCore.Http.Extensions;

namespace AiGateway.Edge.Objects;

/// <summary>What is asked of a response besides its path.</summary>
internal static class ResponseQuery
{
    private static readonly string[] Known = ["include", "include[]", "limit", "order", "after", "before"];

    /// <summary>Why it cannot be answered; null when it can.</summary>
    public static OpenAiError? Problem(IQueryCollection query) =>
        // Only responses that are made in the background can be streamed a second time, and none are.
        query.TryGetValue("stream", out var stream) && !string.Equals(stream, "false", StringComparison.OrdinalIgnoreCase)
            ? ObjectErrors.InvalidQuery("stream", "false, for a response that was made before is given whole")
            : null;

    /// <summary>The part that goes on to the provider, with its question mark. Anything else a caller writes there is not the provider's business.</summary>
    public static string Passed(IQueryCollection query)
    {
        var passed = new QueryBuilder();
        foreach (var name in Known)
        {
            if (query.TryGetValue(name, out var values))
                passed.Add(name, values.OfType<string>());
        }
        return passed.ToString();
    }
}
