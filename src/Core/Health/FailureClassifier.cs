namespace AiGateway.Core.Health;

/// <summary>Tells from what came back of an upstream call whose fault it was and what to do about it.</summary>
public static class FailureClassifier
{
    private const int MaxMessageLength = 1_000;

    /// <summary>Classifies an answer by its status, headers and body.</summary>
    /// <param name="status">
    /// The HTTP status. Below 400 the answer is one that cannot be used, such as a redirect, and its body is not believed.
    /// </param>
    /// <param name="header">A response header by its name, which is case-insensitive; null when absent.</param>
    /// <param name="body">The body, or its beginning; at most <see cref="UpstreamErrorBody.MaxBytes"/> are read.</param>
    /// <param name="nowUnixMs">The time, for headers that name a moment.</param>
    /// <param name="meanings">What the catalog says the provider means by its errors.</param>
    public static UpstreamFailure Classify(
        int status, Func<string, string?> header, ReadOnlySpan<byte> body, long nowUnixMs, ErrorMeanings? meanings = null)
    {
        ArgumentNullException.ThrowIfNull(header);
        if (status is < 400 or > 599)
            return Transport(TransportFault.MalformedAnswer) with { Status = status };
        var error = UpstreamErrorBody.Parse(body);
        return Describe(new ErrorSignal(status, error, ErrorSignal.Bare(header("x-amzn-errortype"))), header, nowUnixMs, meanings);
    }

    /// <summary>
    /// Classifies an error object that came inside an answer of status 200, where only its own words count. One that
    /// says nothing known is <see cref="FailureClass.Transient"/>: the provider had accepted the request.
    /// </summary>
    public static UpstreamFailure ClassifyErrorEvent(ReadOnlySpan<byte> errorJson, long nowUnixMs, ErrorMeanings? meanings = null)
    {
        var error = UpstreamErrorBody.Parse(errorJson);
        return Describe(new ErrorSignal(ImpliedStatus.Of(error), error), static _ => null, nowUnixMs, meanings);
    }

    /// <summary>Classifies a call that failed without the provider saying why.</summary>
    public static UpstreamFailure Transport(TransportFault fault) => fault switch
    {
        TransportFault.ClientCancelled => new()
        {
            Class = FailureClass.ClientCancelled,
            Scope = FailureScope.Request,
            Code = "client_cancelled",
            Message = "The call was cancelled.",
        },
        TransportFault.ConnectFailed => Broken(UpstreamFailure.ConnectFailed, "No connection to the provider."),
        TransportFault.Reset => Broken("connection_reset", "The provider closed the connection before it answered."),
        TransportFault.FirstByteTimeout => Broken("first_byte_timeout", "The provider did not answer in time."),
        TransportFault.FirstTokenTimeout => Broken("first_token_timeout", "The provider sent no content in time."),
        TransportFault.IdleTimeout => Broken("idle_timeout", "The provider's answer went silent."),
        TransportFault.CutStream => Broken("stream_cut", "The provider's answer broke off."),
        _ => Broken("malformed_answer", "The provider's answer could not be used."),
    };

    private static UpstreamFailure Broken(string code, string message) => new()
    {
        Class = FailureClass.Transient,
        Scope = FailureScope.Endpoint,
        Code = code,
        Message = message,
    };

    private static UpstreamFailure Describe(ErrorSignal signal, Func<string, string?> header, long nowUnixMs, ErrorMeanings? meanings)
    {
        var (kind, scope) = meanings?.Find(signal) ?? FailureRules.Decide(signal);
        var body = signal.Body;
        return new()
        {
            Class = kind,
            Scope = scope,
            Status = signal.Status,
            Type = ErrorSignal.Bare(body.Type) ?? (body.Status is { } status && !char.IsAsciiDigit(status[0]) ? status : signal.HeaderType),
            // A number alone says less than the finer code some send beside it.
            Code = body.Code is { } code && !code.All(char.IsAsciiDigit) ? code : body.Detail ?? body.Code,
            Message = body.Message is { Length: > MaxMessageLength } message ? message[..MaxMessageLength] : body.Message,
            Param = body.Param,
            RetryForbidden = header("x-should-retry") == "false" || header("grpc-retry-pushback-ms") is ['-', ..],
            RetryAfterMs = kind switch
            {
                FailureClass.KeyThrottled or FailureClass.KeyBilling => RetryAfterReader.Read(header, body, nowUnixMs),
                FailureClass.Overloaded or FailureClass.Transient => RetryAfterReader.ReadStated(header, body, nowUnixMs),
                _ => null,
            },
        };
    }
}
