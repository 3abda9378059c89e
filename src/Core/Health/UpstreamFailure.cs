namespace AiGateway.Core.Health;

/// <summary>
/// One failed upstream call, classified. Its texts come from the provider, shortened and with everything that looks
/// like a credential taken out.
/// </summary>
public sealed record UpstreamFailure
{
    /// <summary>A throttle that names a longer time than this, milliseconds, is parked like an exhausted quota.</summary>
    public const long LongestThrottleMs = 120_000;

    internal const string ConnectFailed = "connect_failed";

    public required FailureClass Class { get; init; }

    public required FailureScope Scope { get; init; }

    /// <summary>The provider's HTTP status, or the one an error inside an answer stands for; 0 when there is none.</summary>
    public int Status { get; init; }

    public string? Type { get; init; }

    public string? Code { get; init; }

    /// <summary>At most 1,000 characters.</summary>
    public string? Message { get; init; }

    /// <summary>The member of the request that the provider complains about.</summary>
    public string? Param { get; init; }

    /// <summary>How long the provider asks to stay away, 250–86,400,000 milliseconds; null when it did not say.</summary>
    public long? RetryAfterMs { get; init; }

    /// <summary>Whether another key or target may still answer the call.</summary>
    public bool MovesOn => Class is not FailureClass.ClientCancelled && !BlamesRequest;

    /// <summary>True when the provider has no route for what was asked: another provider may, and this one's keys are as good as before.</summary>
    public bool NotServed { get; init; }

    /// <summary>Whether the provider finds fault with the request: the same model would at every key.</summary>
    public bool BlamesRequest => Class is FailureClass.ContextLength or FailureClass.ContentPolicy or FailureClass.ClientError;

    /// <summary>True when the provider says that the same call would fail again, whoever makes it.</summary>
    public bool RetryForbidden { get; init; }

    /// <summary>Whether it tells of trouble at the provider, as opposed to a key that is refused or has used up what it may.</summary>
    public bool IsBreakerFailure => Class is FailureClass.Transient or FailureClass.Overloaded;

    /// <summary>Whether the provider may have done what was asked all the same. Not if no connection came about, or it was refused.</summary>
    public bool MayHaveBeenDone => IsBreakerFailure && Code != ConnectFailed;

    /// <summary>Whether it may be a proxy's page that says that there is no such route, rather than trouble at the provider.</summary>
    public bool MayMeanNotServed => Status is 404 or 405 or 501 && IsBreakerFailure;

    /// <summary>Whether the key, or the key for this model, has to rest because of it.</summary>
    public bool PenalisesKey => MovesOn && Scope is FailureScope.Key or FailureScope.KeyModel;

    /// <summary>Whether it says something of the provider's address and not of the key: a fault, or no capacity.</summary>
    public bool StrikesEndpoint => IsBreakerFailure && Scope is FailureScope.Endpoint or FailureScope.ProviderModel;

    /// <summary>Whether it may be the model that fails there, and its other models may be well: not where no connection came about.</summary>
    public bool MayBeOfModel => StrikesEndpoint && Code != ConnectFailed;

    /// <summary>
    /// Whether it takes back what one success has proved: not if it may be this model's, and it was another that succeeded.
    /// </summary>
    /// <param name="provedWith">The model that succeeded; null or empty for none in particular.</param>
    /// <param name="model">The model that failed.</param>
    internal bool Disproves(string? provedWith, string? model) =>
        !MayBeOfModel || string.IsNullOrEmpty(provedWith) || string.IsNullOrEmpty(model) || provedWith == model;

    /// <summary>Whether the provider does not let this edge in, because of its address or country. Other edges may fare better.</summary>
    public bool UnfitsEdge => Class == FailureClass.KeyDead && Scope == FailureScope.Endpoint;

    /// <summary>Whether it is the account's limit or money that is used up, and so that of all keys of the account.</summary>
    public bool ConcernsAccount =>
        Class is FailureClass.KeyThrottled or FailureClass.KeyBilling && Scope is FailureScope.Key or FailureScope.KeyModel;

    /// <summary>
    /// Whether it is out of quota for so long that only a probe may bring it back: billing, or a throttle of more than
    /// <see cref="LongestThrottleMs"/>. The class of the latter stays a throttle, because that is what a caller is told.
    /// </summary>
    public bool ExhaustsQuota =>
        Class is FailureClass.KeyBilling || (Class is FailureClass.KeyThrottled && RetryAfterMs > LongestThrottleMs);

    /// <summary>A short name for it: the provider's code or type where that is a word, else the class.</summary>
    public string ReasonCode => Word(Code) ?? Word(Type) ?? Class switch
    {
        FailureClass.ClientCancelled => "client_cancelled",
        FailureClass.ContextLength => "context_length",
        FailureClass.ContentPolicy => "content_policy",
        FailureClass.KeyBilling => "key_billing",
        FailureClass.KeyDead => "key_dead",
        FailureClass.ModelUnavailable => "model_unavailable",
        FailureClass.KeyThrottled => "key_throttled",
        FailureClass.Overloaded => "overloaded",
        FailureClass.Transient => "transient",
        _ => "client_error",
    };

    /// <summary>The same failure as one of the request alone: it says nothing of key, model or provider.</summary>
    public UpstreamFailure OfRequestAlone() => this with { Class = FailureClass.ClientError, Scope = FailureScope.Request };

    /// <summary>The same failure without <paramref name="secret"/>, for credentials no pattern can recognise.</summary>
    public UpstreamFailure Hiding(string? secret) => this with
    {
        Type = SecretRedaction.Hide(Type, secret),
        Code = SecretRedaction.Hide(Code, secret),
        Message = SecretRedaction.Hide(Message, secret),
        Param = SecretRedaction.Hide(Param, secret),
    };

    private static string? Word(string? text) => text is not null && text.Any(char.IsAsciiLetter) ? text : null;
}
