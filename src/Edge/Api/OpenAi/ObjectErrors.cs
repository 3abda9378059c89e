using AiGateway.Core.Pinning;

namespace AiGateway.Edge.Api.OpenAi;

/// <summary>What is wrong with a call that has to do with files, batches or responses that were made before.</summary>
internal static class ObjectErrors
{
    private const string Request = "invalid_request_error";

    /// <summary>In OpenAI's words: whether it is nowhere or somebody else's is nobody's business.</summary>
    public static OpenAiError NotFound(PinKind kind, string id) => new(
        404,
        kind switch
        {
            PinKind.File => $"No such File object: {Echo.Name(id)}",
            PinKind.Batch => $"No batch found with id '{Echo.Name(id)}'.",
            PinKind.Response => $"Response with id '{Echo.Name(id)}' not found.",
            _ => $"Conversation with id '{Echo.Name(id)}' not found.",
        },
        Request, "id", null);

    /// <summary>The same of what a request names.</summary>
    public static OpenAiError NotNamed(PinKind kind, string id) => kind == PinKind.Response
        ? new(400, $"Previous response with id '{Echo.Name(id)}' not found.", Request, "previous_response_id", "previous_response_not_found")
        : NotFound(kind, id) with { Param = kind == PinKind.File ? "file_id" : "conversation" };

    /// <summary>There is none, or more than one.</summary>
    public static OpenAiError ProviderRequired(IReadOnlyCollection<string> providers) => new(
        400,
        providers.Count == 0
            ? "No provider of this gateway keeps files and batches."
            : $"Say in the header x-aigateway-provider where it is to be kept: {string.Join(", ", providers)}.",
        Request, null, "provider_required");

    public static OpenAiError InvalidQuery(string name, string expected) => new(
        400, $"Invalid query parameter '{name}': expected {expected}.", Request, name, "invalid_value");

    /// <summary>Nobody can say where it is.</summary>
    public static OpenAiError Unavailable() => new(
        503, "The gateway cannot look up at the moment where this is kept. Try again.", "server_error", null, "objects_unavailable", 1);

    /// <summary>It was made, and would not be found again.</summary>
    public static OpenAiError NotKept(string id) => new(
        503, $"The provider made '{Echo.Name(id)}', but the gateway cannot store at the moment whose it is. Name it to the gateway's operator, or try again.", "server_error", null, "objects_unavailable", 1);
}
