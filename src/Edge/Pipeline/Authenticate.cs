using AiGateway.Core.Dialects;
using AiGateway.Edge.Api;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Catalog;
using AiGateway.Edge.Realtime;
using AiGateway.Edge.Security;
using Microsoft.Extensions.Primitives;

namespace AiGateway.Edge.Pipeline;

/// <summary>Finds the consumer by the key it presents, wherever clients put keys, from memory alone.</summary>
internal sealed class Authenticate(ConsumerKeyDigest digest, RevocationWatch revocations)
{
    private const string Bearer = "Bearer ";

    public OpenAiError? Run(Exchange call)
    {
        var refusal = Find(call.Http, call.Table, out var consumer);
        call.Consumer = consumer!;
        return refusal;
    }

    /// <returns>Why there is no consumer; null when there is one.</returns>
    public OpenAiError? Find(HttpContext http, RoutingTable table, out ConsumerEntry? consumer)
    {
        consumer = null;
        var presented = Presented(http);
        if (presented.IsEmpty)
            return AccessErrors.MissingKey();
        var key = Digest(http, presented);
        if (table.FindConsumer(key) is not { Disabled: false } found)
            return AccessErrors.UnknownKey(presented.ToString());
        if (revocations.IsStale)
            return GatewayErrors.ControlPlaneLost();
        consumer = found;
        return null;
    }

    /// <summary>Of the key the caller presents.</summary>
    public Digest256 Digest(HttpContext http) => Digest(http, Presented(http));

    /// <summary>The key as sent, spaces inside included; OpenAI's, Anthropic's, Azure's and Google's clients put it into different places. Empty without one.</summary>
    public static ReadOnlySpan<char> Presented(HttpContext http)
    {
        var headers = http.Request.Headers;
        if (headers.Authorization is { Count: 1 } authorization && authorization[0] is { } value
            && value.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
            return value.AsSpan(Bearer.Length).Trim();
        foreach (var name in (ReadOnlySpan<string>)["x-api-key", "api-key", "x-goog-api-key"])
        {
            if (headers.TryGetValue(name, out StringValues values) && values is [{ Length: > 0 } key])
                return key.AsSpan().Trim();
        }
        if (http.WebSockets.IsWebSocketRequest && RealtimeProtocols.Presented(http) is { Length: > 0 } offered)
            return offered;
        // Only Google's clients do so; elsewhere a key in an address is a key in somebody's log.
        return CallerForm.Of(http) == Dialect.Gemini && http.Request.Query["key"] is [{ Length: > 0 } asked] ? asked.AsSpan().Trim() : default;
    }

    private Digest256 Digest(HttpContext http, ReadOnlySpan<char> presented) =>
        http.Features.Get<KeyMemo>() is { } memo ? memo.Digest(presented, digest) : digest.Compute(presented);
}
