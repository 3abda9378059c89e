using System.Text.Json;
using System.Text.Json.Nodes;

namespace AiGateway.FakeProvider.Provider;

/// <summary>The request members OpenAI documents for chat, completions and embeddings; all others are echoed as <c>x_echo</c>.</summary>
internal static class KnownMembers
{
    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "audio", "best_of", "dimensions", "echo", "encoding_format", "frequency_penalty", "function_call", "functions", "input",
        "logit_bias", "logprobs", "max_completion_tokens", "max_tokens", "messages", "metadata", "modalities", "model", "moderation",
        "n", "parallel_tool_calls", "prediction", "presence_penalty", "prompt", "prompt_cache_key", "prompt_cache_options",
        "prompt_cache_retention", "reasoning_effort", "response_format", "safety_identifier", "seed", "service_tier", "stop", "store",
        "stream", "stream_options", "suffix", "temperature", "tool_choice", "tools", "top_logprobs", "top_p", "user", "verbosity",
        "web_search_options",
    };

    /// <summary>Null when there is nothing to echo.</summary>
    public static JsonObject? Echo(JsonElement body)
    {
        var unknown = new JsonObject();
        foreach (var member in body.EnumerateObject().Where(member => !Names.Contains(member.Name)))
            unknown[member.Name] = JsonNode.Parse(member.Value.GetRawText());
        return unknown.Count > 0 ? unknown : null;
    }
}
