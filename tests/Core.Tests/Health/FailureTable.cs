using AiGateway.Core.Health;

namespace AiGateway.Core.Tests.Health;

/// <summary>What providers answer in trouble, and what it means. One part of this class for each family of providers.</summary>
internal static partial class FailureTable
{
    public static IEnumerable<TheoryDataRow<int, string, FailureClass, FailureScope>> All =>
        [.. OpenAi, .. Azure, .. DeepSeek, .. DashScope, .. Kimi, .. Zhipu, .. Google, .. Anthropic, .. Bedrock, .. Mistral, .. Groq, .. Local, .. Proxies];

    private static TheoryDataRow<int, string, FailureClass, FailureScope> Row(
        string name, int status, string body, FailureClass kind, FailureScope scope) =>
        new(status, body, kind, scope) { TestDisplayName = name };
}
