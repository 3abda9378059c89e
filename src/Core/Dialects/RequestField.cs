namespace AiGateway.Core.Dialects;

/// <summary>The members of <see cref="ChatRequest"/> that some dialects lack, to be named in refusals by the words of the caller's own dialect.</summary>
public enum RequestField
{
    Temperature,
    TopP,
    TopK,
    Stop,
    Seed,
    FrequencyPenalty,
    PresencePenalty,
    N,
    Logprobs,
    TopLogprobs,
    Format,
    Reasoning,
    User,
    ServiceTier,
    Verbosity,
    CacheKey,
    Metadata,
    ParallelToolCalls,
    ToolChoice,
    ToolStrict,
    MessageName,
    MaxOutputTokens,
}
