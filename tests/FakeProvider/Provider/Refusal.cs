using System.Text.Json;
using AiGateway.FakeProvider.Control;

namespace AiGateway.FakeProvider.Provider;

/// <summary>What a well-behaved provider says, in OpenAI's words, to a request it cannot serve.</summary>
internal static class Refusal
{
    private const string InvalidRequest = "invalid_request_error";

    /// <summary>Null when the call can be served.</summary>
    public static Answer? Of(Call call)
    {
        if (NoKey(call) is { } noKey)
            return noKey;
        if (call.Method == "GET")
            return null;
        if (call.Body.ValueKind != JsonValueKind.Object)
            return Invalid("We could not parse the JSON body of your request.");
        return call.Model is null ? Invalid("you must provide a model parameter") : null;
    }

    public static Answer? NoKey(Call call) => call.Key is null ? Error(401, "You didn't provide an API key.", InvalidRequest, null) : null;

    public static Answer NoRoute(Call call) => Error(404, $"Invalid URL ({call.Method} {call.Path})", InvalidRequest, null);

    public static Answer Invalid(string message) => Error(400, message, InvalidRequest, null);

    public static Answer NotFound(string message) => Error(404, message, InvalidRequest, null);

    public static Answer Error(int status, string message, string type, string? code) => new()
    {
        Status = status,
        Body = JsonSerializer.SerializeToElement(new { error = new { message, type, param = (string?)null, code } }),
    };
}
