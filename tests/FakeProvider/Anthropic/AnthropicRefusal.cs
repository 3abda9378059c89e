using System.Text.Json;
using AiGateway.FakeProvider.Control;

namespace AiGateway.FakeProvider.Anthropic;

/// <summary>Errors in Anthropic's form.</summary>
internal static class AnthropicRefusal
{
    public static Answer Invalid(string message) => Error(400, "invalid_request_error", message);

    public static Answer Error(int status, string type, string message) => new()
    {
        Status = status,
        Body = JsonSerializer.SerializeToElement(new { type = "error", error = new { type, message }, request_id = "req_fake" }),
    };
}
