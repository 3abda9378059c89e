using AiGateway.Edge.Api.OpenAi;

namespace AiGateway.Edge.Objects;

/// <summary>A form has something in it that cannot be passed on.</summary>
internal sealed class FormRefusedException(OpenAiError error) : Exception(error.Message)
{
    public OpenAiError Error { get; } = error;
}
