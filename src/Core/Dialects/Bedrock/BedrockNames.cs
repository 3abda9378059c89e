namespace AiGateway.Core.Dialects.Bedrock;

/// <summary>What Converse calls the members of a request; where it leaves a thing to the model, where the model looks for it.</summary>
internal static class BedrockNames
{
    public static string Of(RequestField field) => field switch
    {
        RequestField.Temperature => "inferenceConfig.temperature",
        RequestField.TopP => "inferenceConfig.topP",
        RequestField.TopK => "additionalModelRequestFields.top_k",
        RequestField.Stop => "inferenceConfig.stopSequences",
        RequestField.Seed => "additionalModelRequestFields.seed",
        RequestField.FrequencyPenalty => "additionalModelRequestFields.frequency_penalty",
        RequestField.PresencePenalty => "additionalModelRequestFields.presence_penalty",
        RequestField.N => "additionalModelRequestFields.n",
        RequestField.Logprobs => "additionalModelRequestFields.logprobs",
        RequestField.TopLogprobs => "additionalModelRequestFields.top_logprobs",
        RequestField.Format => "outputConfig.textFormat",
        RequestField.Reasoning => "additionalModelRequestFields.thinking",
        RequestField.User => "additionalModelRequestFields.user",
        RequestField.ServiceTier => "serviceTier",
        RequestField.Verbosity => "additionalModelRequestFields.verbosity",
        RequestField.CacheKey => "additionalModelRequestFields.prompt_cache_key",
        RequestField.Metadata => "requestMetadata",
        RequestField.ParallelToolCalls => "additionalModelRequestFields.tool_choice.disable_parallel_tool_use",
        RequestField.ToolChoice => "toolConfig.toolChoice",
        RequestField.ToolStrict => "toolConfig.tools.toolSpec.strict",
        RequestField.MessageName => "messages.name",
        RequestField.MaxOutputTokens => "inferenceConfig.maxTokens",
        _ => throw new ArgumentOutOfRangeException(nameof(field)),
    };
}
