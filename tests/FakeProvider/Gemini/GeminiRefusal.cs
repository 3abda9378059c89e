using System.Text.Json;
using System.Text.Json.Nodes;
using AiGateway.FakeProvider.Control;

namespace AiGateway.FakeProvider.Gemini;

/// <summary>Errors in Google's form.</summary>
internal static class GeminiRefusal
{
    public static Answer Invalid(string message) => Error(400, "INVALID_ARGUMENT", message);

    public static Answer Error(int status, string name, string message) =>
        new() { Status = status, Body = JsonSerializer.SerializeToElement(Body(status, name, message)) };

    public static JsonObject Body(int status, string name, string message) =>
        new() { ["error"] = new JsonObject { ["code"] = status, ["message"] = message, ["status"] = name } };
}
