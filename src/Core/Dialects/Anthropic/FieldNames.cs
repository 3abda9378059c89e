namespace AiGateway.Core.Dialects.Anthropic;

/// <summary>What this dialect calls the members of a request; those it lacks go by OpenAI's names.</summary>
internal static class FieldNames
{
    public static string Of(RequestField field) => field switch
    {
        RequestField.Temperature => "temperature",
        RequestField.TopP => "top_p",
        RequestField.TopK => "top_k",
        RequestField.Stop => "stop_sequences",
        RequestField.Seed => "seed",
        RequestField.FrequencyPenalty => "frequency_penalty",
        RequestField.PresencePenalty => "presence_penalty",
        RequestField.N => "n",
        RequestField.Logprobs => "logprobs",
        RequestField.TopLogprobs => "top_logprobs",
        RequestField.Format => "output_config.format",
        RequestField.Reasoning => "thinking",
        RequestField.User => "metadata.user_id",
        RequestField.ServiceTier => "service_tier",
        RequestField.Verbosity => "verbosity",
        RequestField.CacheKey => "prompt_cache_key",
        RequestField.Metadata => "metadata",
        RequestField.ParallelToolCalls => "tool_choice.disable_parallel_tool_use",
        RequestField.ToolChoice => "tool_choice",
        RequestField.ToolStrict => "tools.strict",
        RequestField.MessageName => "messages.name",
        RequestField.MaxOutputTokens => "max_tokens",
        _ => "request",
    };
}
