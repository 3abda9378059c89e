using AiGateway.Edge.Api.OpenAi;

namespace AiGateway.Edge.Objects;

/// <summary>What a caller is told when its file or form cannot be read.</summary>
internal static class FormErrors
{
    /// <param name="mostBytes">The largest that is taken.</param>
    public static OpenAiError Of(Exception fault, long mostBytes) => fault switch
    {
        FormRefusedException refused => refused.Error,
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => RequestErrors.BodyTooLarge(mostBytes),
        OperationCanceledException => RequestErrors.BodyTimedOut(),
        InvalidDataException => RequestErrors.InvalidMember("form", "it is malformed."),
        _ => GatewayErrors.BadRequest(StatusCodes.Status400BadRequest, "The request body broke off."),
    };
}
