using AiGateway.Core.Pinning;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Pipeline;

namespace AiGateway.Edge.Pinning;

/// <summary>Leads a call that brings what only one account knows to that account.</summary>
internal sealed class AccountBinding(SignaturePins signatures, NamedObjects objects)
{
    /// <returns>Why the call cannot be led there; null when it is, or when it may go anywhere.</returns>
    public ValueTask<OpenAiError?> Run(Exchange call) => call.Scan.Signatures is null && call.Scan.Objects is null ? default : Lead(call);

    private async ValueTask<OpenAiError?> Lead(Exchange call)
    {
        var claims = new List<PinClaim>();
        if (call.Scan.Objects is { } named && await objects.Add(call, named, claims) is { } refusal)
            return refusal;
        if (call.Scan.Signatures is { } brought)
            await signatures.Add(call, brought, claims);
        if (claims.Count == 0)
            return null;
        if (PinClaim.Conflict(claims) is { } conflict)
            return PinErrors.Conflict(conflict.First, conflict.Other, call.Consumer.Explain);
        return PinnedRoute.Take(call, claims[0]) ? null : PinErrors.Elsewhere(claims[0], call.Scan.Model, call.Consumer.Explain);
    }
}
