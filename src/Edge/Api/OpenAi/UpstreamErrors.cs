using System.Globalization;

namespace AiGateway.Edge.Api.OpenAi;

/// <summary>
/// What a caller is told when no provider answered. The gateway's own standing with a provider, its 401, 402 and 403, never reaches a caller as such:
/// the caller's key is good, and its client would drop it. Words of a provider come here with its credentials already taken out.
/// </summary>
internal static class UpstreamErrors
{
    public const string OverloadedCode = "upstream_overloaded";

    private const string Unavailable = "service_unavailable_error";
    private const string Server = "server_error";
    private const string Request = "invalid_request_error";

    /// <summary>How long a caller should leave an exhausted account alone when nothing better is known, seconds.</summary>
    private const int QuotaRetrySeconds = 60;

    public static OpenAiError ContextLength(string? message) =>
        Refused(400, message, "This request is longer than the model's context.", "messages", "context_length_exceeded");

    public static OpenAiError ContentPolicy(string? message) =>
        Refused(400, message, "The provider refused this request under its usage policy.", null, "content_policy_violation");

    /// <summary>Terminal: paying a provider's bill takes longer than a client should retry.</summary>
    public static OpenAiError OutOfQuota(int? retryAfterSeconds = null) =>
        new(429, "Every upstream account for this model has used up its quota.", "insufficient_quota", null, "insufficient_quota", retryAfterSeconds ?? QuotaRetrySeconds) { Terminal = true };

    public static OpenAiError AuthFailed() =>
        new(503, "The gateway's credentials for the provider of this model were refused.", Unavailable, null, "upstream_auth_error");

    /// <summary>The model is known here but no provider serves it.</summary>
    public static OpenAiError ModelUnavailable(string model) => RequestErrors.UnknownModel(model);

    public static OpenAiError Throttled(int retryAfterSeconds)
    {
        var seconds = Math.Max(1, retryAfterSeconds);
        return new(
            429,
            string.Create(CultureInfo.InvariantCulture, $"Every upstream key for this model is rate limited. Please try again in {seconds}s."),
            "requests",
            null,
            "rate_limit_exceeded",
            seconds);
    }

    public static OpenAiError Overloaded(int? retryAfterSeconds = null) =>
        new(503, "The provider of this model is overloaded.", Unavailable, null, OverloadedCode, retryAfterSeconds);

    public static OpenAiError NoHealthyUpstream(int? retryAfterSeconds = null) =>
        new(503, "No healthy upstream can serve this model now.", Unavailable, null, "no_healthy_upstream", retryAfterSeconds);

    public static OpenAiError Failed() => new(502, "The provider of this model failed to answer.", Server, null, "upstream_error");

    public static OpenAiError TimedOut() => new(504, "The provider of this model did not answer in time.", Server, null, "upstream_timeout");

    /// <summary>The answer broke off after part of it had been sent.</summary>
    public static OpenAiError Interrupted() => new(502, "The provider's answer broke off before it was complete.", Server, null, "upstream_interrupted");

    /// <summary>A provider's own refusal of the request, in OpenAI's shape whatever shape it came in.</summary>
    public static OpenAiError Rejected(int status, string? message, string? type, string? param, string? code)
    {
        // 401, 402 and 403 would speak of the gateway's key; statuses that clients retry would have them repeat what is wrong.
        var told = status is 400 or 404 or 405 or 406 or 409 or 410 or 413 or 415 or 422 ? status : 400;
        return Refused(told, message, "The provider refused this request.", param, code) with { Type = type is { Length: > 0 } ? Echo.Name(type) : Request };
    }

    private static OpenAiError Refused(int status, string? message, string fallback, string? param, string? code)
    {
        const int longest = 2_000;
        var text = string.IsNullOrWhiteSpace(message) ? fallback : Echo.Cut(message, longest);
        return new OpenAiError(status, text, Request, param is null ? null : Echo.Name(param), code is null ? null : Echo.Name(code));
    }
}
