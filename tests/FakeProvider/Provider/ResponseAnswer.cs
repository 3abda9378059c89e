using System.Text.Json.Nodes;
using AiGateway.FakeProvider.Control;
using AiGateway.FakeProvider.Wire;

namespace AiGateway.FakeProvider.Provider;

/// <summary>
/// A response, whole or as the events of a stream: a thought that only this account can read where the caller has asked for it,
/// then a message or the call of a function.
/// </summary>
internal sealed class ResponseAnswer(Call call, Answer answer, long seq, long createdS) : IStreamedAnswer
{
    private const int ArgumentCharactersPerEvent = 8;

    private readonly TextPlan _plan = new(Asked.Of(call), answer);
    private long _sent;

    public string Id => $"resp_fake{seq}";

    public StreamEvent Failure =>
        Event("error", new JsonObject { ["code"] = "server_error", ["message"] = "The server had an error while processing your request.", ["param"] = null });

    public JsonObject Whole() => Response(_plan.IsCapped ? "incomplete" : "completed", [.. Items()], answer.Usage != UsagePlace.Absent);

    /// <summary>What is said of it when it is to be made in the background.</summary>
    public JsonObject Queued() => Response("queued", [], withUsage: false);

    public IEnumerable<StreamEvent> Events()
    {
        if (call.Member("background").IsTrue())
            yield return Event("response.queued", With(Queued()));
        yield return Event("response.created", With(Response("in_progress", [], withUsage: false)));
        yield return Event("response.in_progress", With(Response("in_progress", [], withUsage: false)));
        var index = 0;
        foreach (var item in Items())
        {
            foreach (var said in EventsOf(item, index++))
                yield return said;
        }
        if (!answer.OmitFinish)
            yield return Event(_plan.IsCapped ? "response.incomplete" : "response.completed", With(Whole()));
    }

    public StreamEvent Content(string text) => Event("response.output_text.delta", new JsonObject { ["item_id"] = $"msg_{seq}", ["output_index"] = 0, ["content_index"] = 0, ["delta"] = text });

    public StreamEvent Hollow(bool isEmpty) => new(null, new JsonObject { ["type"] = isEmpty ? "response.hollow" : null }.ToJsonString());

    private IEnumerable<StreamEvent> EventsOf(JsonObject item, int index)
    {
        yield return Event("response.output_item.added", new JsonObject { ["output_index"] = index, ["item"] = Begun(item) });
        if ((string?)item["type"] == "message")
        {
            yield return Event("response.content_part.added", At(item, index, "part", Part("")));
            foreach (var piece in _plan.Pieces)
                yield return Event("response.output_text.delta", At(item, index, "delta", piece));
            yield return Event("response.output_text.done", At(item, index, "text", _plan.Text));
            yield return Event("response.content_part.done", At(item, index, "part", Part(_plan.Text)));
        }
        else if ((string?)item["arguments"] is { } arguments)
        {
            foreach (var part in arguments.Chunk(ArgumentCharactersPerEvent).Select(characters => new string(characters)))
                yield return Event("response.function_call_arguments.delta", At(item, index, "delta", part));
            yield return Event("response.function_call_arguments.done", At(item, index, "arguments", arguments));
        }
        yield return Event("response.output_item.done", new JsonObject { ["output_index"] = index, ["item"] = item.DeepClone() });
    }

    private IEnumerable<JsonObject> Items()
    {
        if (call.Member("include").ToString().Contains("reasoning.encrypted_content", StringComparison.Ordinal))
            yield return new JsonObject { ["id"] = $"rs_{seq}", ["type"] = "reasoning", ["summary"] = new JsonArray(), ["encrypted_content"] = Thought.Of(call.Key!) };
        foreach (var (number, tool) in _plan.Tools.Index())
            yield return new JsonObject { ["id"] = $"fc_{seq}_{number}", ["type"] = "function_call", ["status"] = "completed", ["call_id"] = $"call_fake{number + 1}", ["name"] = tool.Name, ["arguments"] = tool.Arguments };
        if (_plan.Tools.Count == 0)
            yield return new JsonObject { ["id"] = $"msg_{seq}", ["type"] = "message", ["status"] = "completed", ["role"] = "assistant", ["content"] = new JsonArray(Part(_plan.Text)) };
    }

    private static JsonObject Begun(JsonObject item)
    {
        var begun = item.DeepClone().AsObject();
        if (begun.ContainsKey("content"))
            begun["content"] = new JsonArray();
        if (begun.ContainsKey("arguments"))
            begun["arguments"] = "";
        begun.Remove("encrypted_content");
        return begun;
    }

    private static JsonObject At(JsonObject item, int index, string name, JsonNode value) =>
        new() { ["item_id"] = (string?)item["id"], ["output_index"] = index, ["content_index"] = 0, [name] = value };

    private static JsonObject Part(string text) => new() { ["type"] = "output_text", ["text"] = text, ["annotations"] = new JsonArray() };

    private static JsonObject With(JsonObject response) => new() { ["response"] = response };

    private StreamEvent Event(string type, JsonObject body)
    {
        var said = new JsonObject { ["type"] = type, ["sequence_number"] = _sent++ };
        foreach (var (name, value) in body.ToList())
            said[name] = value?.DeepClone();
        return new StreamEvent(type, said.ToJsonString());
    }

    private JsonObject Response(string status, JsonArray output, bool withUsage) => new()
    {
        ["id"] = Id,
        ["object"] = "response",
        ["created_at"] = createdS,
        ["status"] = status,
        ["background"] = call.Member("background").IsTrue(),
        ["conversation"] = ResponseRoute.ConversationOf(call) is { } conversation ? new JsonObject { ["id"] = conversation } : null,
        ["error"] = null,
        ["incomplete_details"] = status == "incomplete" ? new JsonObject { ["reason"] = "max_output_tokens" } : null,
        ["instructions"] = call.Text("instructions"),
        ["model"] = call.Model,
        ["output"] = output,
        ["parallel_tool_calls"] = true,
        ["previous_response_id"] = call.Text("previous_response_id"),
        ["store"] = call.Store,
        ["tool_choice"] = "auto",
        ["tools"] = new JsonArray(),
        ["temperature"] = 1.0,
        ["top_p"] = 1.0,
        ["metadata"] = new JsonObject(),
        ["usage"] = withUsage ? Usage() : null,
    };

    private JsonObject Usage() => new()
    {
        ["input_tokens"] = _plan.PromptTokens,
        ["input_tokens_details"] = new JsonObject { ["cached_tokens"] = _plan.CachedTokens },
        ["output_tokens"] = _plan.CompletionTokens + _plan.ReasoningTokens,
        ["output_tokens_details"] = new JsonObject { ["reasoning_tokens"] = _plan.ReasoningTokens },
        ["total_tokens"] = _plan.PromptTokens + _plan.CompletionTokens + _plan.ReasoningTokens,
    };
}
