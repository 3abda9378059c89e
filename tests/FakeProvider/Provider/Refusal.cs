using System.Text.Json;
using AiGateway.FakeProvider.Control;

namespace AiGateway.FakeProvider.Provider;

/// <summary>What a well-behaved provider says to a request it cannot serve.</summary>
internal static class Refusal
{
    /// <summary>Null when the call can be served.</summary>
    public static Answer? Of(Call call, bool validJson, bool knownRoute)
    {
        if (call.Key is null)
            return Error(401, "You didn't provide an API key.", "invalid_request_error", null);
        if (!knownRoute)
            return Error(404, $"Invalid URL ({call.Method} {call.Path})", "invalid_request_error", null);
        if (call.Method == "GET")
            return null;
        if (!validJson)
            return Error(400, "We could not parse the JSON body of your request.", "invalid_request_error", null);
        return call.Model is null ? Error(400, "you must provide a model parameter", "invalid_request_error", null) : null;
    }

    public static Answer Error(int status, string message, string type, string? code) => new()
    {
        Status = status,
        Body = JsonSerializer.SerializeToElement(new { error = new { message, type, param = (string?)null, code } }),
    };
}
