using AiGateway.Core.Pinning;

namespace AiGateway.Edge.Api.OpenAi;

/// <summary>
/// What a caller is told when something in its request is bound to an account that cannot serve it. Which account, beyond the
/// provider, only those learn who may know how answers come about.
/// </summary>
internal static class PinErrors
{
    private const string Request = "invalid_request_error";

    /// <summary>No account knows both.</summary>
    public static OpenAiError Conflict(PinClaim first, PinClaim other, bool explain) => new(
        400,
        $"'{first.Member}' was made at {Where(first.Pin, explain)} and '{other.Member}' at {Where(other.Pin, explain)}{Others(first.Pin, other.Pin, explain)}; no account knows both.",
        Request, other.Member, "pinned_to_different_accounts");

    /// <summary>The model is not served where it has to be.</summary>
    public static OpenAiError Elsewhere(PinClaim claim, string model, bool explain) => new(
        400,
        $"'{claim.Member}' was made at {Where(claim.Pin, explain)} and nobody else can read it, and the model '{Echo.Name(model)}' is not served there. Leave it out, or use the model that made it.",
        Request, claim.Member, "pinned_elsewhere");

    /// <summary>It is served there, and there is nobody to answer at the moment.</summary>
    public static OpenAiError Unavailable(PinClaim claim, bool explain, int? retryAfterSeconds) => new(
        503,
        $"'{claim.Member}' was made at {Where(claim.Pin, explain)} and nobody else can read it, and that account cannot be used now.",
        "service_unavailable_error", claim.Member, "pinned_account_unavailable", retryAfterSeconds);

    private static string Where(Pin pin, bool explain) => explain ? $"provider '{pin.Provider}', account '{pin.Account}'," : $"provider '{pin.Provider}'";

    private static string Others(Pin first, Pin other, bool explain) => !explain && first.Provider == other.Provider ? ", by another account" : "";
}
