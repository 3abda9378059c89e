using System.Text.Json.Nodes;
using AiGateway.FakeProvider.Control;
using AiGateway.FakeProvider.Provider;
using AiGateway.FakeProvider.Wire;

namespace AiGateway.FakeProvider.Anthropic;

/// <summary>A message, whole or as the events of a stream: thoughts where they are enabled, then text or the calls of tools.</summary>
internal sealed class AnthropicAnswer(Call call, Answer answer, long seq) : IStreamedAnswer
{
    private const string TextDelta = "text_delta";

    private readonly TextPlan _plan = new(AskedOf(call), answer);

    public StreamEvent Failure =>
        Event("error", new JsonObject { ["error"] = new JsonObject { ["type"] = "overloaded_error", ["message"] = "Overloaded" } });

    public static int PromptTokensOf(Call call) => Words.In(call.Member("system")) + Words.In(call.Member("messages"));

    public JsonObject Whole()
    {
        var message = Message(new JsonArray([.. Blocks()]), answer.OmitFinish ? null : StopReason());
        message["stop_sequence"] = _plan.StoppedBy;
        if (answer.Usage != UsagePlace.Absent)
            message["usage"] = Usage(_plan.CompletionTokens + _plan.ReasoningTokens);
        return message;
    }

    public IEnumerable<StreamEvent> Events()
    {
        var begun = Message([], stopReason: null);
        if (answer.Usage != UsagePlace.Absent)
            begun["usage"] = Usage(output: 1);
        yield return Event("message_start", new JsonObject { ["message"] = begun });
        var tools = new Queue<ToolCall>(_plan.Tools);
        foreach (var (index, block) in Blocks().Index())
        {
            yield return Event("content_block_start", new JsonObject { ["index"] = index, ["content_block"] = Begun(block) });
            if (index == 0)
                yield return Event("ping", []);
            foreach (var (type, member, value) in DeltasOf(block, tools))
                yield return Delta(index, type, member, value);
            yield return Event("content_block_stop", new JsonObject { ["index"] = index });
        }

        if (!answer.OmitFinish)
        {
            var end = new JsonObject { ["delta"] = new JsonObject { ["stop_reason"] = StopReason(), ["stop_sequence"] = _plan.StoppedBy } };
            if (answer.Usage != UsagePlace.Absent)
                end["usage"] = Usage(_plan.CompletionTokens + _plan.ReasoningTokens);
            yield return Event("message_delta", end);
        }
        if (!answer.OmitDone)
            yield return Event("message_stop", []);
    }

    public StreamEvent Content(string text) => Delta(0, TextDelta, "text", text);

    public StreamEvent Hollow(bool isEmpty) =>
        Event("content_block_delta", isEmpty ? new JsonObject { ["index"] = 0, ["delta"] = new JsonObject() } : []);

    private static Asked AskedOf(Call call) => new(PromptTokensOf(call), call.Number("max_tokens"))
    {
        Thinks = call.Member("thinking").At("type").AsText() is "enabled" or "adaptive",
        Stops = [.. call.Member("stop_sequences").Items().Select(stop => stop.AsText()).OfType<string>()],
    };

    private IEnumerable<JsonObject> Blocks()
    {
        if (_plan.Thoughts.Count > 0)
            yield return new JsonObject { ["type"] = "thinking", ["thinking"] = ShownThought(), ["signature"] = Thought.Of(call.Key!) };
        if (_plan.SaysText && _plan.Pieces.Count > 0)
            yield return new JsonObject { ["type"] = "text", ["text"] = _plan.Text };
        foreach (var (number, tool) in _plan.Tools.Index())
            yield return new JsonObject { ["type"] = "tool_use", ["id"] = $"toolu_fake{number + 1}", ["name"] = tool.Name, ["input"] = tool.Input() };
    }

    private string ShownThought() => call.Member("thinking").At("display").AsText() == "omitted" ? "" : string.Concat(_plan.Thoughts);

    private static JsonObject Begun(JsonObject block) => (string?)block["type"] switch
    {
        "thinking" => new JsonObject { ["type"] = "thinking", ["thinking"] = "", ["signature"] = "" },
        "text" => new JsonObject { ["type"] = "text", ["text"] = "" },
        _ => new JsonObject { ["type"] = "tool_use", ["id"] = (string?)block["id"], ["name"] = (string?)block["name"], ["input"] = new JsonObject() },
    };

    private IEnumerable<(string Type, string Member, string Value)> DeltasOf(JsonObject block, Queue<ToolCall> tools) => (string?)block["type"] switch
    {
        "thinking" =>
        [
            .. ((string?)block["thinking"] == "" ? [] : _plan.Thoughts).Select(piece => ("thinking_delta", "thinking", piece)),
            ("signature_delta", "signature", (string)block["signature"]!),
        ],
        "text" => _plan.Pieces.Select(piece => (TextDelta, "text", piece)),
        // The first piece of a call's input is empty, and the only one when there is nothing to say.
        _ => tools.Dequeue().Pieces().Prepend("").Select(piece => ("input_json_delta", "partial_json", piece)),
    };

    private string StopReason() =>
        answer.FinishReason ?? (_plan.Tools.Count > 0 ? "tool_use" : _plan.StoppedBy is not null ? "stop_sequence" : _plan.IsCapped ? "max_tokens" : "end_turn");

    private JsonObject Message(JsonArray content, string? stopReason) => new()
    {
        ["id"] = $"msg_fake{seq}",
        ["type"] = "message",
        ["role"] = "assistant",
        ["model"] = call.Model,
        ["content"] = content,
        ["stop_reason"] = stopReason,
        ["stop_sequence"] = null,
    };

    /// <summary>What was read from a cache or written to one is not counted as input.</summary>
    private JsonObject Usage(int output) => new()
    {
        ["input_tokens"] = Math.Max(0, _plan.PromptTokens - _plan.CachedTokens - _plan.CacheWriteTokens),
        ["cache_creation_input_tokens"] = _plan.CacheWriteTokens,
        ["cache_read_input_tokens"] = _plan.CachedTokens,
        ["cache_creation"] = new JsonObject { ["ephemeral_5m_input_tokens"] = _plan.CacheWriteTokens, ["ephemeral_1h_input_tokens"] = 0 },
        ["output_tokens"] = output,
        ["service_tier"] = "standard",
    };

    private static StreamEvent Delta(int index, string type, string member, string value) =>
        Event("content_block_delta", new JsonObject { ["index"] = index, ["delta"] = new JsonObject { ["type"] = type, [member] = value } });

    private static StreamEvent Event(string type, JsonObject members)
    {
        members.Insert(0, "type", type);
        return new StreamEvent(type, members.ToJsonString());
    }
}
