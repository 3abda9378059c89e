namespace AiGateway.Core.Dialects.Gemini;

/// <summary>Google's words for the members of a request.</summary>
internal static class GeminiNames
{
    public static string Of(RequestField field) => field switch
    {
        RequestField.Temperature => "generationConfig.temperature",
        RequestField.TopP => "generationConfig.topP",
        RequestField.TopK => "generationConfig.topK",
        RequestField.Stop => "generationConfig.stopSequences",
        RequestField.Seed => "generationConfig.seed",
        RequestField.FrequencyPenalty => "generationConfig.frequencyPenalty",
        RequestField.PresencePenalty => "generationConfig.presencePenalty",
        RequestField.N => "generationConfig.candidateCount",
        RequestField.Logprobs => "generationConfig.responseLogprobs",
        RequestField.TopLogprobs => "generationConfig.logprobs",
        RequestField.Format => "generationConfig.responseMimeType",
        RequestField.Reasoning => "generationConfig.thinkingConfig",
        RequestField.MaxOutputTokens => "generationConfig.maxOutputTokens",
        RequestField.ServiceTier => "serviceTier",
        RequestField.CacheKey => "cachedContent",
        RequestField.Metadata => "labels",
        RequestField.ToolStrict => "tools",
        RequestField.MessageName => "contents",
        RequestField.ToolChoice or RequestField.ParallelToolCalls => "toolConfig.functionCallingConfig",
        RequestField.User => "user",
        RequestField.Verbosity => "verbosity",
        _ => "generationConfig",
    };
}
