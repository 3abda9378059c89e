using AiGateway.Edge.Api.OpenAi;

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

    /// <summary>The part that goes on to the provider, with its question mark.</summary>
    public static string Passed(IQueryCollection query) => PassedQuery.Of(query, Known);
}
