using System.Text.Json.Nodes;
using AiGateway.FakeProvider.Control;

namespace AiGateway.FakeProvider.Provider;

/// <summary><c>/chat/completions</c>.</summary>
internal sealed class ChatDialect : TextDialect
{
    private const string ToolCallId = "call_fake1";
    private const int ArgumentCharactersPerEvent = 8;

    public override string IdPrefix => "chatcmpl";

    public override string WholeObject => "chat.completion";

    public override string ChunkObject => "chat.completion.chunk";

    public override JsonObject WholeChoice(int index, TextPlan plan, bool omitFinish)
    {
        var message = new JsonObject { ["role"] = "assistant", ["content"] = plan.Tool is null ? plan.Text : null, ["refusal"] = null };
        if (plan.Tool is { } tool)
            message["tool_calls"] = new JsonArray(ToolNode(tool.Name, tool.Arguments, index: null));
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
        yield return new Delta("", () => new JsonObject { ["role"] = "assistant", ["content"] = plan.Tool is null ? "" : null, ["refusal"] = null });
        foreach (var delta in plan.Tool is { } tool ? ToolDeltas(tool) : plan.Pieces.Select(TextDelta))
            yield return delta;
    }

    public override Delta TextDelta(string text) => new(text, () => new JsonObject { ["content"] = text });

    private static IEnumerable<Delta> ToolDeltas(ToolCall tool)
    {
        yield return new Delta("", () => ToolDelta(ToolNode(tool.Name, "", 0)));
        foreach (var part in tool.Arguments.Chunk(ArgumentCharactersPerEvent).Select(characters => new string(characters)))
            yield return new Delta(part, () => ToolDelta(new JsonObject { ["index"] = 0, ["function"] = new JsonObject { ["arguments"] = part } }));
    }

    private static JsonObject ToolDelta(JsonObject call) => new() { ["tool_calls"] = new JsonArray(call) };

    private static JsonObject ToolNode(string name, string arguments, int? index)
    {
        var node = new JsonObject
        {
            ["id"] = ToolCallId,
            ["type"] = "function",
            ["function"] = new JsonObject { ["name"] = name, ["arguments"] = arguments },
        };
        if (index is not null)
            node["index"] = index;
        return node;
    }
}
