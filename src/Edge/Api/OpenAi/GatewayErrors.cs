namespace AiGateway.Edge.Api.OpenAi;

/// <summary>What is wrong with the gateway itself, or with a request before it can be read.</summary>
internal static class GatewayErrors
{
    private const string Server = "server_error";

    /// <summary>The edge has started and knows nobody yet.</summary>
    public static OpenAiError NotReady() => new(
        503, "The gateway has no catalog yet. It is starting, or has not been configured; see /readyz.", Server, null, "not_ready", 2);

    /// <summary>A limit is to be kept, and nobody can say what is left of it.</summary>
    public static OpenAiError QuotaUnavailable() => new(
        503, "The gateway cannot check your limits at the moment. Nothing was charged; try again.", Server, null, "quota_unavailable", 1);

    /// <summary>Keys may have been revoked without this edge hearing of it.</summary>
    public static OpenAiError ControlPlaneLost() => new(
        503, "The gateway has been cut off from its control plane for too long to trust your key. Nothing was charged; try again.", Server, null, "control_plane_lost", 5);

    public static OpenAiError Internal(string callId) => new(
        500, $"The gateway met an error of its own. Report call {callId} to its operator.", Server, null, "internal_error", 1);

    /// <summary>The HTTP request itself is broken: its framing, its headers, its length.</summary>
    public static OpenAiError BadRequest(int status, string reason) =>
        new(status, reason, "invalid_request_error", null, "bad_request") { CloseConnection = true };
}
