using System.Text.Json.Nodes;
using AiGateway.FakeProvider.Control;

namespace AiGateway.FakeProvider.Provider;

/// <summary><c>/chat/completions</c>.</summary>
internal sealed class ChatDialect : TextDialect
{
    private const int ArgumentCharactersPerEvent = 8;

    public override string IdPrefix => "chatcmpl";

    public override string WholeObject => "chat.completion";

    public override string ChunkObject => "chat.completion.chunk";

    public override JsonObject WholeChoice(int index, TextPlan plan, bool omitFinish)
    {
        var message = new JsonObject { ["role"] = "assistant", ["content"] = plan.Tools.Count == 0 ? plan.Text : null, ["refusal"] = null };
        if (plan.Tools.Count > 0)
            message["tool_calls"] = new JsonArray([.. plan.Tools.Select((tool, number) => ToolNode(tool.Name, tool.Arguments, number, withIndex: false))]);
        return new JsonObject
        {
            ["index"] = index,
            ["message"] = message,
            ["logprobs"] = null,
            ["finish_reason"] = omitFinish ? null : plan.Finish,
        };
    }

    public override JsonObject ChunkChoice(int index, JsonNode? delta, string? finish) =>
        new() { ["index"] = index, ["delta"] = delta ?? new JsonObject(), ["logprobs"] = null, ["finish_reason"] = finish };

    public override IEnumerable<Delta> Deltas(TextPlan plan)
    {
        yield return new Delta("", () => new JsonObject { ["role"] = "assistant", ["content"] = plan.Tools.Count == 0 ? "" : null, ["refusal"] = null });
        foreach (var delta in plan.Tools.Count > 0 ? plan.Tools.SelectMany(ToolDeltas) : plan.Pieces.Select(TextDelta))
            yield return delta;
    }

    public override Delta TextDelta(string text) => new(text, () => new JsonObject { ["content"] = text });

    private static IEnumerable<Delta> ToolDeltas(ToolCall tool, int number)
    {
        yield return new Delta("", () => ToolDelta(ToolNode(tool.Name, "", number, withIndex: true)));
        foreach (var part in tool.Arguments.Chunk(ArgumentCharactersPerEvent).Select(characters => new string(characters)))
            yield return new Delta(part, () => ToolDelta(new JsonObject { ["index"] = number, ["function"] = new JsonObject { ["arguments"] = part } }));
    }

    private static JsonObject ToolDelta(JsonObject call) => new() { ["tool_calls"] = new JsonArray(call) };

    private static JsonObject ToolNode(string name, string arguments, int number, bool withIndex)
    {
        var node = new JsonObject
        {
            ["id"] = $"call_fake{number + 1}",
            ["type"] = "function",
            ["function"] = new JsonObject { ["name"] = name, ["arguments"] = arguments },
        };
        if (withIndex)
            node["index"] = number;
        return node;
    }
}
