using System.Text.Json.Nodes;

namespace AiGateway.Edge.Upstream;

/// <summary>What the demo says, as a response. It keeps nothing.</summary>
internal sealed class DemoResponse(DemoAnswer answer)
{
    private readonly string _id = "resp_demo" + Guid.NewGuid().ToString("n");
    private int _events;

    public JsonObject Whole() => Response(answer.IsCapped ? "incomplete" : "completed", isWhole: true);

    public IEnumerable<JsonObject> Events()
    {
        yield return Event("response.created", "response", Response("in_progress", isWhole: false));
        yield return Event("response.output_item.added", "item", Message("in_progress", []));
        yield return Event("response.content_part.added", "part", Part(""));
        foreach (var piece in answer.Pieces)
            yield return Event("response.output_text.delta", "delta", piece);
        yield return Event("response.output_text.done", "text", Text);
        yield return Event("response.content_part.done", "part", Part(Text));
        yield return Event("response.output_item.done", "item", Message("completed", [Part(Text)]));
        yield return Event(answer.IsCapped ? "response.incomplete" : "response.completed", "response", Whole());
    }

    private string Text => string.Concat(answer.Pieces);

    private string MessageId => "msg_" + _id["resp_".Length..];

    private JsonObject Event(string type, string member, JsonNode value)
    {
        var said = new JsonObject { ["type"] = type, ["sequence_number"] = _events++ };
        if (member != "response")
            said["output_index"] = 0;
        if (member is "part" or "delta" or "text")
            (said["item_id"], said["content_index"]) = (MessageId, 0);
        said[member] = value;
        return said;
    }

    private JsonObject Message(string status, JsonArray content) =>
        new() { ["id"] = MessageId, ["type"] = "message", ["status"] = status, ["role"] = "assistant", ["content"] = content };

    private static JsonObject Part(string text) => new() { ["type"] = "output_text", ["text"] = text, ["annotations"] = new JsonArray() };

    private JsonObject Response(string status, bool isWhole) => new()
    {
        ["id"] = _id,
        ["object"] = "response",
        ["created_at"] = answer.Created,
        ["status"] = status,
        ["error"] = null,
        ["incomplete_details"] = status == "incomplete" ? new JsonObject { ["reason"] = "max_output_tokens" } : null,
        ["instructions"] = null,
        ["model"] = answer.Model,
        ["output"] = isWhole ? new JsonArray(Message("completed", [Part(Text)])) : new JsonArray(),
        ["parallel_tool_calls"] = true,
        ["store"] = false,
        ["temperature"] = 1.0,
        ["tool_choice"] = "auto",
        ["tools"] = new JsonArray(),
        ["top_p"] = 1.0,
        ["metadata"] = new JsonObject(),
        ["usage"] = isWhole
            ? new JsonObject
            {
                ["input_tokens"] = answer.PromptTokens,
                ["input_tokens_details"] = new JsonObject { ["cached_tokens"] = 0 },
                ["output_tokens"] = answer.AnswerTokens,
                ["output_tokens_details"] = new JsonObject { ["reasoning_tokens"] = 0 },
                ["total_tokens"] = answer.PromptTokens + answer.AnswerTokens,
            }
            : null,
    };
}
