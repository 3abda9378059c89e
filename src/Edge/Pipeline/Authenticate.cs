using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Catalog;
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
        var presented = Presented(http.Request.Headers);
        if (presented.IsEmpty)
            return AccessErrors.MissingKey();
        var key = http.Features.Get<KeyMemo>() is { } memo ? memo.Digest(presented, digest) : digest.Compute(presented);
        if (table.FindConsumer(key) is not { Disabled: false } found)
            return AccessErrors.UnknownKey(presented.ToString());
        if (revocations.IsStale)
            return GatewayErrors.ControlPlaneLost();
        consumer = found;
        return null;
    }

    /// <summary>The key as sent, spaces inside included; OpenAI's, Anthropic's, Azure's and Google's clients use different headers.</summary>
    private static ReadOnlySpan<char> Presented(IHeaderDictionary headers)
    {
        if (headers.Authorization is { Count: 1 } authorization && authorization[0] is { } value
            && value.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
            return value.AsSpan(Bearer.Length).Trim();
        foreach (var name in (ReadOnlySpan<string>)["x-api-key", "api-key", "x-goog-api-key"])
        {
            if (headers.TryGetValue(name, out StringValues values) && values is [{ Length: > 0 } key])
                return key.AsSpan().Trim();
        }
        return default;
    }
}
