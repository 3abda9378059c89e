using System.Text.Json;
using System.Text.Json.Nodes;
using AiGateway.FakeProvider.Control;

namespace AiGateway.FakeProvider.Provider;

/// <summary>A conversation made short: what the user said, and all else in an item that only this account can read.</summary>
internal sealed class Compaction(Call call, Answer answer, long seq, long createdS)
{
    private static readonly string[] Known =
        ["model", "input", "instructions", "previous_response_id", "prompt_cache_key", "prompt_cache_options", "prompt_cache_retention", "service_tier"];

    /// <summary>Null when all of its members are known.</summary>
    public static Answer? Refused(Call call) => call.Body.EnumerateObject().FirstOrDefault(member => !Known.Contains(member.Name)) is { Value.ValueKind: not JsonValueKind.Undefined } other
        ? Refusal.Error(400, $"Unknown parameter: '{other.Name}'.", "invalid_request_error", "unknown_parameter")
        : null;

    public JsonObject Whole()
    {
        var plan = new TextPlan(Asked.Of(call), answer);
        return new JsonObject
        {
            ["id"] = $"resp_fake{seq}",
            ["object"] = "response.compaction",
            ["created_at"] = createdS,
            ["output"] = new JsonArray([.. Messages(), new JsonObject { ["id"] = $"cmp_{seq}", ["type"] = "compaction", ["encrypted_content"] = Thought.Of(call.Key!) }]),
            ["usage"] = new JsonObject
            {
                ["input_tokens"] = plan.PromptTokens,
                ["input_tokens_details"] = new JsonObject { ["cached_tokens"] = plan.CachedTokens },
                ["output_tokens"] = plan.CompletionTokens,
                ["output_tokens_details"] = new JsonObject { ["reasoning_tokens"] = 0 },
                ["total_tokens"] = plan.PromptTokens + plan.CompletionTokens,
            },
        };
    }

    private IEnumerable<JsonNode> Messages()
    {
        var input = call.Member("input");
        if (input.ValueKind == JsonValueKind.String)
            return [Message(new JsonArray(new JsonObject { ["type"] = "input_text", ["text"] = input.GetString() }), 0)];
        return input.ValueKind != JsonValueKind.Array ? [] : input.EnumerateArray().Where(item => item.At("role").AsText() == "user")
            .Select((item, index) => Message(JsonNode.Parse(item.At("content").GetRawText())!, index));
    }

    private JsonObject Message(JsonNode content, int index) =>
        new() { ["id"] = $"msg_{seq}_{index}", ["type"] = "message", ["status"] = "completed", ["role"] = "user", ["content"] = content };
}
