namespace AiGateway.Core.Health;

/// <summary>
/// What a provider's error body says, whatever its shape. Credentials are taken out of every text, so it may be shown.
/// </summary>
public sealed record UpstreamErrorBody
{
    /// <summary>What is read of a body, bytes; the rest is not looked at.</summary>
    public const int MaxBytes = 64 * 1024;

    public static UpstreamErrorBody Empty { get; } = new();

    public string? Type { get; init; }

    /// <summary>A number or a word.</summary>
    public string? Code { get; init; }

    /// <summary>At most 4,096 characters.</summary>
    public string? Message { get; init; }

    public string? Param { get; init; }

    /// <summary>Google's name of the status (<c>RESOURCE_EXHAUSTED</c>), or a number.</summary>
    public string? Status { get; init; }

    /// <summary>
    /// The finer code some give beside the coarse one: Google's ErrorInfo reason, Azure's inner error, Anthropic's error
    /// code.
    /// </summary>
    public string? Detail { get; init; }

    /// <summary>Google's RetryInfo, such as <c>34.4s</c>.</summary>
    public string? RetryDelay { get; init; }

    /// <summary>Google's names of the quotas that were exceeded.</summary>
    public IReadOnlyList<string> QuotaIds { get; init; } = [];

    /// <summary>It is a web page, so it was not the provider's API that answered.</summary>
    public bool IsMarkup { get; init; }

    /// <summary>It is neither JSON nor a web page; the message is the text itself.</summary>
    public bool IsText { get; init; }

    /// <summary>Reads any body. Never throws: what cannot be understood is left out.</summary>
    public static UpstreamErrorBody Parse(ReadOnlySpan<byte> body) =>
        ErrorShapes.Read(body.Length <= MaxBytes ? body : body[..MaxBytes]);
}
