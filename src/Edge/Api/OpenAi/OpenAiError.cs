namespace AiGateway.Edge.Api.OpenAi;

/// <summary>A refusal or failure as a client of the OpenAI API expects to read it.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Message">For a person to read. Names in it are to be cut by <see cref="Echo"/>.</param>
/// <param name="Type">OpenAI's family of the error, such as <c>invalid_request_error</c>.</param>
/// <param name="Param">The member at fault, or null.</param>
/// <param name="Code">Stable name of the reason, or null. Always text: the .NET client ignores numbers.</param>
/// <param name="RetryAfterSeconds">When to come back; null leaves it to <see cref="RetryAfter"/>.</param>
internal sealed record OpenAiError(int Status, string Message, string Type, string? Param, string? Code, int? RetryAfterSeconds = null)
{
    /// <summary>True when the same call would fail again, however often it is repeated.</summary>
    public bool Terminal { get; init; }

    /// <summary>The same as <see cref="RetryAfter"/> more exactly, for clients that read <c>retry-after-ms</c>; null when no more is known.</summary>
    public long? RetryAfterMs { get; init; }

    /// <summary>Methods for the <c>allow</c> header of a 405.</summary>
    public string? Allow { get; init; }

    /// <summary>True when the rest of the request will not be read, so the connection cannot serve another.</summary>
    public bool CloseConnection { get; init; }

    /// <summary>
    /// Whole seconds for the <c>retry-after</c> header. Statuses that clients retry always carry it: without one the .NET client
    /// makes its four attempts within milliseconds.
    /// </summary>
    public int? RetryAfter => RetryAfterSeconds is { } given ? Math.Max(1, given) : Status is 408 or 429 or >= 500 ? 1 : null;

    /// <summary>Rounded up: a client that comes a little early would be refused again.</summary>
    public static int WholeSeconds(long ms) => (int)Math.Clamp((ms + 999) / 1_000, 1, int.MaxValue);
}
