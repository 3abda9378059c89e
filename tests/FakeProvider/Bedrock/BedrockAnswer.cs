using System.Text.Json.Nodes;
using AiGateway.FakeProvider.Control;
using AiGateway.FakeProvider.Provider;
using AiGateway.FakeProvider.Wire;

namespace AiGateway.FakeProvider.Bedrock;

/// <summary>What Converse answers, whole or as events. A block of text begins without being announced; the usage comes last.</summary>
internal sealed class BedrockAnswer(Call call, Answer answer) : IStreamedAnswer
{
    private const string Delta = "contentBlockDelta";

    private readonly TextPlan _plan = new(AskedOf(call), answer);

    public StreamEvent Failure => Event("modelStreamErrorException", new JsonObject { ["message"] = "The system encountered an unexpected error during processing. Try your request again." });

    public JsonObject Whole()
    {
        var whole = new JsonObject { ["output"] = new JsonObject { ["message"] = new JsonObject { ["role"] = "assistant", ["content"] = new JsonArray([.. Blocks()]) } } };
        if (!answer.OmitFinish)
            whole["stopReason"] = StopReason();
        if (answer.Usage != UsagePlace.Absent)
            whole["usage"] = Usage();
        whole["metrics"] = Metrics();
        return whole;
    }

    public IEnumerable<StreamEvent> Events()
    {
        yield return Event("messageStart", new JsonObject { ["role"] = "assistant" });
        var tools = new Queue<ToolCall>(_plan.Tools);
        foreach (var (index, block) in Blocks().Index())
        {
            if (block["toolUse"] is { } tool)
            {
                var start = new JsonObject { ["toolUse"] = new JsonObject { ["toolUseId"] = (string?)tool["toolUseId"], ["name"] = (string?)tool["name"] } };
                yield return Event("contentBlockStart", new JsonObject { ["contentBlockIndex"] = index, ["start"] = start });
            }
            foreach (var delta in DeltasOf(block, tools))
                yield return Event(Delta, new JsonObject { ["contentBlockIndex"] = index, ["delta"] = delta });
            yield return Event("contentBlockStop", new JsonObject { ["contentBlockIndex"] = index });
        }

        if (!answer.OmitFinish)
            yield return Event("messageStop", new JsonObject { ["stopReason"] = StopReason() });
        if (answer.Usage != UsagePlace.Absent)
            yield return Event("metadata", new JsonObject { ["metrics"] = Metrics(), ["usage"] = Usage() });
    }

    public StreamEvent Content(string text) => Event(Delta, new JsonObject { ["contentBlockIndex"] = 0, ["delta"] = new JsonObject { ["text"] = text } });

    public StreamEvent Hollow(bool isEmpty) => Event(Delta, isEmpty ? new JsonObject { ["contentBlockIndex"] = 0, ["delta"] = new JsonObject() } : []);

    private static Asked AskedOf(Call call) => new(Words.In(call.Member("system")) + Words.In(call.Member("messages")), call.Member("inferenceConfig").At("maxTokens").AsNumber())
    {
        Thinks = new[] { "thinking", "reasoning_config" }.Any(name => call.Member("additionalModelRequestFields").At(name).At("type").AsText() is "enabled" or "adaptive"),
        Stops = [.. call.Member("inferenceConfig").At("stopSequences").Items().Select(stop => stop.AsText()).OfType<string>()],
    };

    private IEnumerable<JsonObject> Blocks()
    {
        if (_plan.Thoughts.Count > 0)
        {
            var thought = new JsonObject { ["text"] = string.Concat(_plan.Thoughts), ["signature"] = Thought.Of(call.Key!) };
            yield return new JsonObject { ["reasoningContent"] = new JsonObject { ["reasoningText"] = thought } };
        }
        if (_plan.SaysText && _plan.Pieces.Count > 0)
            yield return new JsonObject { ["text"] = _plan.Text };
        foreach (var (number, tool) in _plan.Tools.Index())
            yield return new JsonObject { ["toolUse"] = new JsonObject { ["toolUseId"] = $"tooluse_fake{number + 1}", ["name"] = tool.Name, ["input"] = tool.Input() } };
    }

    private IEnumerable<JsonObject> DeltasOf(JsonObject block, Queue<ToolCall> tools)
    {
        if (block.ContainsKey("toolUse"))
            return tools.Dequeue().Pieces().DefaultIfEmpty("").Select(piece => new JsonObject { ["toolUse"] = new JsonObject { ["input"] = piece } });
        return block.ContainsKey("text")
            ? _plan.Pieces.Select(piece => new JsonObject { ["text"] = piece })
            : _plan.Thoughts.Select(piece => Reasoning("text", piece)).Append(Reasoning("signature", Thought.Of(call.Key!)));
    }

    private static JsonObject Reasoning(string member, string value) => new() { ["reasoningContent"] = new JsonObject { [member] = value } };

    private string StopReason() =>
        answer.FinishReason ?? (_plan.Tools.Count > 0 ? "tool_use" : _plan.StoppedBy is not null ? "stop_sequence" : _plan.IsCapped ? "max_tokens" : "end_turn");

    private JsonObject Usage()
    {
        var (input, output) = (Math.Max(0, _plan.PromptTokens - _plan.CachedTokens - _plan.CacheWriteTokens), _plan.CompletionTokens + _plan.ReasoningTokens);
        return new JsonObject
        {
            ["inputTokens"] = input,
            ["outputTokens"] = output,
            ["totalTokens"] = input + output + _plan.CachedTokens + _plan.CacheWriteTokens,
            ["cacheReadInputTokens"] = _plan.CachedTokens,
            ["cacheWriteInputTokens"] = _plan.CacheWriteTokens,
        };
    }

    private static JsonObject Metrics() => new() { ["latencyMs"] = 1 };

    /// <summary>Padding, so that lengths tell nothing.</summary>
    private static StreamEvent Event(string type, JsonObject members)
    {
        members["p"] = "abcdefgh"[..(1 + (members.Count % 8))];
        return new StreamEvent(type, members.ToJsonString());
    }
}
