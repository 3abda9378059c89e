namespace AiGateway.Edge.Catalog;

/// <summary>A provider that configures itself when its customary environment variable is set.</summary>
/// <param name="Id">Its id in the catalog, and the prefix of its model names.</param>
/// <param name="Variable">What its variables begin with: <c>{Variable}_API_KEY</c>, <c>{Variable}_BASE_URL</c>.</param>
/// <param name="BaseUrl">Its OpenAI-compatible address.</param>
/// <param name="SdkPath">What the provider's own SDK appends to the address in that variable, so what people leave out there.</param>
/// <param name="Models">Models that get a name of their own; all others go by <c>{Id}/…</c>.</param>
internal sealed record EnvironmentProvider(string Id, string Variable, string BaseUrl, string SdkPath, string[] Models)
{
    public string KeyVariable => $"{Variable}_API_KEY";

    public string BaseUrlVariable => $"{Variable}_BASE_URL";

    /// <summary>Addresses are those of the providers' own documentation of their OpenAI-compatible APIs.</summary>
    public static IReadOnlyList<EnvironmentProvider> All { get; } =
    [
        new("openai", "OPENAI", "https://api.openai.com/v1", "",
            ["gpt-5", "gpt-5-mini", "gpt-4.1", "gpt-4.1-mini", "gpt-4o", "gpt-4o-mini",
             "text-embedding-3-small", "text-embedding-3-large"]),
        new("deepseek", "DEEPSEEK", "https://api.deepseek.com/v1", "",
            ["deepseek-chat", "deepseek-reasoner"]),
        new("anthropic", "ANTHROPIC", "https://api.anthropic.com/v1", "/v1",
            ["claude-opus-4-1", "claude-sonnet-4-5", "claude-haiku-4-5"]),
        new("gemini", "GEMINI", "https://generativelanguage.googleapis.com/v1beta/openai", "",
            ["gemini-2.5-pro", "gemini-2.5-flash", "gemini-2.5-flash-lite", "gemini-embedding-001"]),
        new("dashscope", "DASHSCOPE", "https://dashscope.aliyuncs.com/compatible-mode/v1", "",
            ["qwen-max", "qwen-plus", "qwen-flash", "text-embedding-v4"]),
    ];
}
