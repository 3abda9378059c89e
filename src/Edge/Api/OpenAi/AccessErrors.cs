namespace AiGateway.Edge.Api.OpenAi;

/// <summary>What a caller may not do.</summary>
internal static class AccessErrors
{
    /// <summary>The <c>www-authenticate</c> header every 401 carries.</summary>
    public const string Challenge = "Bearer realm=\"AiGateway\"";

    public static OpenAiError MissingKey() => new(
        401,
        "You didn't provide an API key. Send it in the Authorization header, as in 'Authorization: Bearer YOUR_KEY'.",
        "invalid_request_error",
        null,
        "missing_api_key");

    /// <summary>OpenAI names this type too, though the status is 401: clients tell the cases apart by code.</summary>
    public static OpenAiError UnknownKey(string presented) => new(
        401,
        $"Incorrect API key provided: {Echo.KeyHint(presented)}.",
        "invalid_request_error",
        null,
        "invalid_api_key");

    public static OpenAiError ModelNotAllowed(string model) => new(
        403,
        $"This API key is not allowed to use the model '{Echo.Name(model)}'.",
        "invalid_request_error",
        "model",
        "model_not_allowed");
}
