namespace AiGateway.Core.Catalog;

/// <summary>How long one attempt may take to reach each stage, in milliseconds, 100–3,600,000; null takes the default.</summary>
public sealed record TimeoutSpec
{
    /// <summary>Until a new connection to the provider is there, TLS included.</summary>
    public int? ConnectMs { get; init; }

    /// <summary>From sending the call to the provider's response headers.</summary>
    public int? FirstByteMs { get; init; }

    /// <summary>From sending the call to the first piece of content of a streamed answer.</summary>
    public int? FirstTokenMs { get; init; }

    /// <summary>Between two reads of an answer that has begun.</summary>
    public int? BetweenTokensMs { get; init; }
}
