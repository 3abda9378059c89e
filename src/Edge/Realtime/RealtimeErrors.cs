using AiGateway.Edge.Api.OpenAi;

namespace AiGateway.Edge.Realtime;

/// <summary>What can be wrong with a session before it has begun.</summary>
internal static class RealtimeErrors
{
    private const string Type = "invalid_request_error";

    public static OpenAiError UpgradeRequired() => new(
        426, "Sessions are WebSocket connections. Connect with wss:// and ask for an upgrade.", Type, null, "upgrade_required");

    public static OpenAiError SecretExpired() => new(
        401, "This client secret has expired, or was not made here. Ask for a new one at /v1/realtime/client_secrets.", Type, null, "invalid_client_secret");

    public static OpenAiError NotServed(string model) => new(
        404, $"The model '{Echo.Name(model)}' is served by no provider that has realtime sessions.", Type, "model", "unsupported_operation");
}
