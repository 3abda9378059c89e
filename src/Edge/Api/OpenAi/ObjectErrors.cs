using AiGateway.Core.Pinning;
using AiGateway.Edge.Objects;

namespace AiGateway.Edge.Api.OpenAi;

/// <summary>What is wrong with a call that has to do with something providers keep.</summary>
internal static class ObjectErrors
{
    private const string Request = "invalid_request_error";

    /// <summary>In OpenAI's words: whether it is nowhere or somebody else's is nobody's business.</summary>
    public static OpenAiError NotFound(PinKind kind, string id) => new(
        404, ObjectKinds.Of(kind).Missing.Replace("{0}", Echo.Name(id), StringComparison.Ordinal), Request, "id", null);

    /// <summary>The same of what a request for a model names.</summary>
    public static OpenAiError NotNamed(PinKind kind, string id) => kind == PinKind.Response
        ? new(400, $"Previous response with id '{Echo.Name(id)}' not found.", Request, "previous_response_id", "previous_response_not_found")
        : NotFound(kind, id) with { Param = PinnedAt.Member(kind) };

    /// <summary>There is none, or more than one.</summary>
    public static OpenAiError ProviderRequired(IReadOnlyCollection<string> providers) => new(
        400,
        providers.Count == 0
            ? "No provider of this gateway keeps files, batches and the like."
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
