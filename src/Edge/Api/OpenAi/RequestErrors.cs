namespace AiGateway.Edge.Api.OpenAi;

/// <summary>What is wrong with a request itself.</summary>
internal static class RequestErrors
{
    private const string Type = "invalid_request_error";

    public static OpenAiError From(RequestProblem problem) =>
        Make(400, Echo.Cut(problem.Message, 500), problem.Param is null ? null : Echo.Name(problem.Param), problem.Code);

    public static OpenAiError InvalidJson(string reason) => From(RequestProblem.InvalidJson(reason));

    public static OpenAiError MissingMember(string param) => From(RequestProblem.Missing(param));

    public static OpenAiError InvalidMember(string param, string reason, string code = "invalid_value") =>
        Make(400, $"Invalid '{Echo.Name(param)}': {reason}", Echo.Name(param), code);

    public static OpenAiError BodyTooLarge(long maxBytes) =>
        Make(413, $"The request body is larger than the {maxBytes} bytes allowed.", null, "request_too_large") with { CloseConnection = true };

    public static OpenAiError UnsupportedMediaType(string? contentType) =>
        Make(415, $"Unsupported content type '{Echo.Name(contentType ?? "")}'. Send the body as 'application/json'.", null, "unsupported_content_type");

    public static OpenAiError NotMultipart(string? contentType) =>
        Make(415, $"Unsupported content type '{Echo.Name(contentType ?? "")}'. Send the file as 'multipart/form-data'.", null, "unsupported_content_type");

    public static OpenAiError MethodNotAllowed(string method, string path, string allow) =>
        Make(405, $"Method {Echo.Name(method)} is not allowed for {Echo.Name(path)}. Allowed: {allow}.", null, "method_not_allowed") with { Allow = allow };

    public static OpenAiError NotFound(string method, string path) =>
        Make(404, $"Unknown request URL: {Echo.Name(method)} {Echo.Name(path)}. Please check the URL for typos.", null, "unknown_url");

    /// <summary>The body stopped arriving.</summary>
    public static OpenAiError BodyTimedOut() =>
        Make(408, "The request body stopped arriving before it was complete.", null, "request_timeout") with { CloseConnection = true };

    public static OpenAiError UnknownModel(string model) =>
        Make(404, $"The model '{Echo.Name(model)}' does not exist or you do not have access to it.", "model", "model_not_found");

    /// <summary>The model is known, and nobody it leads to is asked for anything of the kind.</summary>
    /// <param name="model">As the caller asked for it.</param>
    /// <param name="operation">What it asked for, such as <c>images.edits</c>.</param>
    public static OpenAiError NotServed(string model, string operation) =>
        Make(404, $"No provider of the model '{Echo.Name(model)}' serves {operation}.", "model", "unsupported_operation");

    private static OpenAiError Make(int status, string message, string? param, string code) => new(status, message, Type, param, code);
}
