namespace AiGateway.Core.Dialects;

/// <summary>The bytes of an image, a document or a sound, or where they are.</summary>
public abstract record MediaSource
{
    private MediaSource()
    {
    }

    /// <param name="MediaType">Such as <c>image/png</c>.</param>
    /// <param name="Data">Base64.</param>
    public sealed record Base64(string MediaType, string Data) : MediaSource;

    /// <param name="Address">An address the provider reads for itself.</param>
    /// <param name="MediaType">Null where the dialect does not say.</param>
    public sealed record Url(string Address, string? MediaType = null) : MediaSource;

    /// <param name="Id">Of a file the provider keeps.</param>
    public sealed record FileId(string Id) : MediaSource;

    /// <param name="Content">A document that is plain text.</param>
    public sealed record Text(string Content) : MediaSource;
}
