using System.Text.Json;
using AiGateway.FakeProvider.Control;
using AiGateway.FakeProvider.Provider;

namespace AiGateway.FakeProvider.Anthropic;

/// <summary>What the Messages API demands of a request before it answers.</summary>
internal static class AnthropicRequest
{
    private const int LeastBudget = 1024;

    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "max_tokens", "messages", "model", "billing_policy", "cache_control", "compaction", "container", "context_management", "diagnostics",
        "fallbacks", "inference_geo", "mcp_servers", "metadata", "output_config", "output_format", "service_tier", "speed", "stop_sequences",
        "stream", "system", "temperature", "thinking", "thread", "tool_choice", "tools", "top_k", "top_p", "user_profile_id", "workspace_id",
    };

    /// <summary>Null when it can be served.</summary>
    public static Answer? Refusal(Call call, bool isCount)
    {
        if (call.Key is null)
            return AnthropicRefusal.Error(401, "authentication_error", "x-api-key header is required");
        if (!call.Headers.ContainsKey("anthropic-version"))
            return Invalid("anthropic-version: header is required");
        if (call.Method == "GET")
            return null;
        if (call.Body.ValueKind != JsonValueKind.Object)
            return Invalid("The request body is not valid JSON.");
        if (call.Model is null)
            return Invalid("model: Field required");
        if (!isCount && !call.Member("max_tokens").IsGiven())
            return Invalid("max_tokens: Field required");
        if (!isCount && call.Number("max_tokens") is not >= 1)
            return Invalid("max_tokens: Input should be greater than or equal to 1");
        if (call.Member("messages").ValueKind != JsonValueKind.Array)
            return Invalid("messages: Field required");
        if (call.Member("messages").GetArrayLength() == 0)
            return Invalid("messages: at least one message is required");
        if (call.Body.EnumerateObject().Select(member => member.Name).FirstOrDefault(name => !Known.Contains(name)) is { } unknown)
            return Invalid($"{unknown}: Extra inputs are not permitted");
        var thinks = call.Member("thinking").At("type").AsText() == "enabled";
        return BadSampling(call, thinks) ?? BadTools(call, thinks) ?? AnthropicTurns.Refusal(call.Member("messages"), call.Key, thinks);
    }

    private static Answer? BadSampling(Call call, bool thinks)
    {
        if (call.Member("temperature") is { ValueKind: JsonValueKind.Number } temperature)
        {
            if (temperature.GetDouble() is < 0 or > 1)
                return Invalid("temperature: range: 0..1");
            if (thinks && temperature.GetDouble() < 1)
                return Invalid("`temperature` may only be set to 1 when thinking is enabled.");
        }
        if (thinks && call.Member("top_k").IsGiven())
            return Invalid("`top_k` must be unset when thinking is enabled.");
        if (thinks && call.Member("thinking").At("budget_tokens").AsNumber() is not >= LeastBudget)
            return Invalid("thinking.enabled.budget_tokens: Input should be greater than or equal to 1024");
        if (thinks && call.Number("max_tokens") is { } most && most <= call.Member("thinking").At("budget_tokens").AsNumber())
            return Invalid("`max_tokens` must be greater than `thinking.budget_tokens`.");
        return call.Member("stop_sequences").Items().Any(stop => string.IsNullOrWhiteSpace(stop.AsText()))
            ? Invalid("stop_sequences: each stop sequence must contain non-whitespace")
            : null;
    }

    private static Answer? BadTools(Call call, bool thinks)
    {
        foreach (var (number, tool) in call.Member("tools").Items().Index())
        {
            if (tool.At("type").AsText() is null or "custom" && tool.At("input_schema").At("type").AsText() != "object")
                return Invalid($"tools.{number}.custom.input_schema.type: Field required");
        }
        var choice = call.Member("tool_choice").At("type").AsText();
        if (call.Member("tool_choice").IsGiven() && choice is not ("auto" or "any" or "tool" or "none"))
            return Invalid($"tool_choice: Input tag '{choice}' found using 'type' does not match any of the expected tags: 'any', 'auto', 'none', 'tool'");
        if (choice is "any" or "tool" && thinks)
            return Invalid("Thinking may not be enabled when tool_choice forces tool use.");
        return choice is "any" or "tool" && !call.Member("tools").Items().Any()
            ? Invalid("tool_choice: may only be specified while providing `tools`.")
            : null;
    }

    private static Answer Invalid(string message) => AnthropicRefusal.Invalid(message);
}
