using System.Text.Json;
using AiGateway.FakeProvider.Control;
using AiGateway.FakeProvider.Provider;

namespace AiGateway.FakeProvider.Anthropic;

/// <summary>
/// The conversation of a request. Messages of one role in a row are one turn; each call of a tool has its result at the
/// beginning of the next turn; thoughts bear the seal of the account.
/// </summary>
internal static class AnthropicTurns
{
    /// <summary>Null when nothing is wrong with it.</summary>
    public static Answer? Refusal(JsonElement messages, string key, bool mustThink)
    {
        var turns = new List<(string Role, List<JsonElement> Blocks)>();
        foreach (var (number, message) in messages.EnumerateArray().Index())
        {
            if (message.At("role").AsText() is not ("user" or "assistant"))
                return Invalid($"messages.{number}.role: Input should be 'user' or 'assistant'");
            if (BadContent(message.At("content"), number, key) is { } bad)
                return bad;
            var role = message.At("role").GetString()!;
            if (turns.Count == 0 || turns[^1].Role != role)
                turns.Add((role, []));
            turns[^1].Blocks.AddRange(message.At("content").Items());
        }

        for (var i = 0; i < turns.Count; i++)
        {
            var called = i > 0 ? Ids(turns[i - 1].Blocks, "tool_use", "id") : [];
            var answered = Ids(turns[i].Blocks, "tool_result", "tool_use_id");
            if (answered.Except(called).FirstOrDefault() is { } stray)
                return Invalid($"messages.{i}.content.0: unexpected `tool_use_id` found in `tool_result` blocks: {stray}. Each `tool_result` block must have a corresponding `tool_use` block in the previous message.");
            if (called.Except(answered).FirstOrDefault() is { } open)
                return Invalid($"messages.{i - 1}: `tool_use` ids were found without `tool_result` blocks immediately after: {open}. Each `tool_use` block must have a corresponding `tool_result` block in the next message.");
            if (turns[i].Blocks.FindLastIndex(IsResult) >= answered.Count)
                return Invalid($"messages.{i}: `tool_result` blocks come before all others.");
        }

        var last = turns.FindLast(turn => turn.Role == "assistant").Blocks;
        return mustThink && last is [var first, ..] && Ids(last, "tool_use", "id").Count > 0 && first.At("type").AsText() is not ("thinking" or "redacted_thinking")
            ? Invalid("Expected `thinking` or `redacted_thinking`, but found `tool_use`. When `thinking` is enabled, a final `assistant` message must start with a thinking block.")
            : null;
    }

    private static Answer? BadContent(JsonElement content, int message, string key)
    {
        if (content.ValueKind == JsonValueKind.String)
            return content.GetString()!.Length == 0 ? Invalid($"messages.{message}: all messages must have non-empty content except for the optional final assistant message") : null;
        if (content.ValueKind != JsonValueKind.Array)
            return Invalid($"messages.{message}.content: Input should be a valid list");
        return content.EnumerateArray().Index()
            .Select(block => AnthropicBlock.Refusal(block.Item, $"messages.{message}.content.{block.Index}", key))
            .FirstOrDefault(bad => bad is not null);
    }

    private static bool IsResult(JsonElement block) => block.At("type").AsText() == "tool_result";

    private static List<string> Ids(List<JsonElement> blocks, string type, string member) =>
        [.. blocks.Where(block => block.At("type").AsText() == type).Select(block => block.At(member).AsText() ?? "")];

    private static Answer Invalid(string message) => AnthropicRefusal.Invalid(message);
}
