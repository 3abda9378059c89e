using AiGateway.Core.Dialects;
using AiGateway.Core.Quirks;
using AiGateway.Edge.Catalog;

namespace AiGateway.Edge.Pipeline.Sending;

/// <summary>What a provider of OpenAI's dialect is known not to take of a request; the caller is told what it goes without.</summary>
internal static class Quirks
{
    /// <exception cref="DialectException">The operator wants it refused.</exception>
    public static IReadOnlyList<QuirkEdit>? Of(Exchange call, ProviderEntry provider, ReadOnlySpan<byte> body)
    {
        if (provider.Quirks?.Find(body) is not { } found)
            return null;
        if (found.Refused is { } refused)
            throw DialectException.Inexpressible(refused, provider.Id);
        if (found.Dropped.Count > 0)
            call.Omitted = [.. call.Omitted ?? [], .. found.Dropped];
        return found.Edits;
    }
}
