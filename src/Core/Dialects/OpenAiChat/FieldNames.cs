namespace AiGateway.Core.Dialects.OpenAiChat;

/// <summary>What this dialect calls the members of a request.</summary>
internal static class FieldNames
{
    public static string Of(RequestField field) => field switch
    {
        RequestField.Temperature => "temperature",
        RequestField.TopP => "top_p",
        RequestField.TopK => "top_k",
        RequestField.Stop => "stop",
        RequestField.Seed => "seed",
        RequestField.FrequencyPenalty => "frequency_penalty",
        RequestField.PresencePenalty => "presence_penalty",
        RequestField.N => "n",
        RequestField.Logprobs => "logprobs",
        RequestField.TopLogprobs => "top_logprobs",
        RequestField.Format => "response_format",
        RequestField.Reasoning => "reasoning_effort",
        RequestField.User => "user",
        RequestField.ServiceTier => "service_tier",
        RequestField.Verbosity => "verbosity",
        RequestField.CacheKey => "prompt_cache_key",
        RequestField.Metadata => "metadata",
        RequestField.ParallelToolCalls => "parallel_tool_calls",
        RequestField.ToolChoice => "tool_choice",
        RequestField.ToolStrict => "tools.function.strict",
        RequestField.MessageName => "messages.name",
        RequestField.MaxOutputTokens => "max_completion_tokens",
        _ => throw new ArgumentOutOfRangeException(nameof(field), field, null),
    };
}
