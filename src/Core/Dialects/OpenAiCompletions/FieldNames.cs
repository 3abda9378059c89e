namespace AiGateway.Core.Dialects.OpenAiCompletions;

/// <summary>What this dialect calls the members of a request: what chats do, with two exceptions.</summary>
internal static class FieldNames
{
    public static string Of(RequestField field) => field switch
    {
        RequestField.Logprobs or RequestField.TopLogprobs => "logprobs",
        RequestField.MaxOutputTokens => "max_tokens",
        _ => OpenAiChat.FieldNames.Of(field),
    };
}
