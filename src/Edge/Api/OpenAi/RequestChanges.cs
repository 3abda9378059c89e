using AiGateway.Core.Catalog.Requests;
using AiGateway.Core.Quirks;

namespace AiGateway.Edge.Api.OpenAi;

/// <summary>What must differ between the body a caller sent and the one a provider gets.</summary>
internal readonly record struct RequestChanges
{
    /// <summary>The provider's name for the model; null leaves the caller's.</summary>
    public string? Model { get; init; }

    /// <summary>Ask for usage in the stream. Without effect on a call that does not stream.</summary>
    public bool AskUsage { get; init; }

    /// <summary>Output tokens at most, 0 or more: declared caps above it are lowered, and where none is declared one is added; null changes nothing.</summary>
    public int? OutputCap { get; init; }

    /// <summary>The member that carries a cap which has to be added.</summary>
    public string CapMember { get; init; }

    /// <summary>The beginning of an answer that is to be continued; null for one that is yet to begin.</summary>
    public Continuation? Continuation { get; init; }

    /// <summary>Members the provider does not take, or knows by another name; null for none. What they take out is not changed in any other way.</summary>
    public IReadOnlyList<QuirkEdit>? Quirks { get; init; }

    /// <summary>What to ask for in place of what the caller says; null for nothing. A cap in it stands above the caller's, and <see cref="OutputCap"/> above that.</summary>
    public RequestValues? Values { get; init; }

    public RequestChanges()
    {
        CapMember = "max_tokens";
    }
}
