namespace AiGateway.Core.Health;

/// <summary>
/// The ordered table from what a provider says to what it means; the first rule that matches decides. Rules about the
/// request and about money come before those about keys and rates, because 400, 403 and 429 carry all of them.
/// </summary>
internal static class FailureRules
{
    public static (FailureClass Class, FailureScope Scope) Decide(ErrorSignal signal) =>
        RequestFault(signal)
        ?? Quota(signal)
        ?? Refused(signal)
        ?? Model(signal)
        ?? Capacity(signal)
        ?? Provider(signal)
        ?? (FailureClass.ClientError, FailureScope.Request);

    private static (FailureClass, FailureScope)? RequestFault(ErrorSignal signal)
    {
        if (signal.Status == 499)
            return (FailureClass.ClientCancelled, FailureScope.Request);
        if (signal.Names(FailureCodes.ContextLength) || signal.Status == 413
            || (signal.MayBe(400, 413, 422) && signal.Says(FailurePhrases.ContextLength())))
            return (FailureClass.ContextLength, FailureScope.Request);
        if (signal.Names(FailureCodes.ContentPolicy)
            || (signal.MayBe(400) && signal.Says(FailurePhrases.ContentPolicy()))
            || (signal.Status == 403 && signal.Says(FailurePhrases.Moderated())))
            return (FailureClass.ContentPolicy, FailureScope.Request);
        return null;
    }

    private static (FailureClass, FailureScope)? Quota(ErrorSignal signal)
    {
        if (signal.Status == 402)
            return (FailureClass.KeyBilling, FailureScope.Key);
        // These three borrow the words of an empty account for a passing limit, so they are decided first.
        if (signal.Status is 429 && signal.Says(FailurePhrases.AllocationWindow()))
            return (FailureClass.KeyThrottled, FailureScope.Key);
        if (signal.Body.Status == "RESOURCE_EXHAUSTED")
            return GoogleQuota.Decide(signal.Body);
        if (signal.Status is 429 && !signal.Names(FailureCodes.Billing) && signal.Says(FailurePhrases.RequestOverLimit()))
            return (FailureClass.KeyThrottled, FailureScope.Request);
        return signal.Names(FailureCodes.Billing)
            || (signal.MayBe(400) && signal.OpensWith(FailurePhrases.Billing()))
            || (signal.Body.Status == "FAILED_PRECONDITION" && !Region(signal) && signal.OpensWith(FailurePhrases.NeedsBilling()))
            || (signal.Status is 403 or 429 && signal.Says(FailurePhrases.Billing()))
                ? (FailureClass.KeyBilling, FailureScope.Key)
                : null;
    }

    private static (FailureClass, FailureScope)? Refused(ErrorSignal signal)
    {
        if (Region(signal))
            return (FailureClass.KeyDead, FailureScope.Endpoint);
        if (signal.Status is 401 || signal.Names(FailureCodes.Dead) || (signal.MayBe(400) && signal.OpensWith(FailurePhrases.DeadKey())))
            return (FailureClass.KeyDead, FailureScope.Key);
        if (signal.Status is 403 && (signal.Body.IsMarkup || FailurePhrases.CdnRefusal().IsMatch(signal.Body.Message ?? "")))
            return (FailureClass.Transient, FailureScope.Endpoint);
        if (signal.Status is not 403 && !signal.Names(FailureCodes.Denied))
            return null;
        return signal.Names(FailureCodes.Model) || signal.Says(FailurePhrases.ModelDenied()) || signal.Says(FailurePhrases.ModelMissing())
            ? (FailureClass.ModelUnavailable, FailureScope.KeyModel)
            : (FailureClass.KeyDead, FailureScope.Key);
    }

    private static bool Region(ErrorSignal signal) => signal.Names(FailureCodes.Region)
        || (signal.MayBe(400) && signal.OpensWith(FailurePhrases.Region()))
        || (signal.Status is 401 or 403 && signal.Says(FailurePhrases.Region()));

    private static (FailureClass, FailureScope)? Model(ErrorSignal signal) =>
        signal.Names(FailureCodes.Model)
        || (signal.MayBe(404) && signal.Says(FailurePhrases.ModelMissing()))
        || (signal.MayBe(400, 422) && signal.OpensWith(FailurePhrases.ModelRefused()))
            ? (FailureClass.ModelUnavailable, FailureScope.KeyModel)
            : null;

    private static (FailureClass, FailureScope)? Capacity(ErrorSignal signal)
    {
        // A throttle by name keeps its name on any status, but 429 alone can mean that nobody is served.
        if (signal.Names(FailureCodes.Overloaded)
            || ((signal.Status is 0 or 429 or >= 500) && signal.Says(FailurePhrases.Overloaded())))
            return (FailureClass.Overloaded, FailureScope.ProviderModel);
        if (signal.NamesPrefix("ThrottlingException") || (signal.Status is 429 && signal.Says(FailurePhrases.ModelLimit())))
            return (FailureClass.KeyThrottled, FailureScope.KeyModel);
        if (signal.Status is 429 || signal.Names(FailureCodes.Throttled) || signal.NamesPrefix("Throttling"))
            return (FailureClass.KeyThrottled, FailureScope.Key);
        return signal.Status is 503 or 529 or 498 ? (FailureClass.Overloaded, FailureScope.ProviderModel) : null;
    }

    private static (FailureClass, FailureScope)? Provider(ErrorSignal signal) =>
        signal.Status is 0 or 408 or 409 or 425 or >= 500 || signal.Body.IsMarkup || signal.Names(FailureCodes.Transient)
            ? (FailureClass.Transient, FailureScope.Endpoint)
            : null;
}
