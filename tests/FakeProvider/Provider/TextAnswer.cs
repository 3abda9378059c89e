using System.Text.Json.Nodes;
using AiGateway.FakeProvider.Control;
using AiGateway.FakeProvider.Wire;

namespace AiGateway.FakeProvider.Provider;

/// <summary>A chat or completion answer, whole or as the chunks of a stream.</summary>
internal sealed class TextAnswer(Call call, Answer answer, TextDialect dialect, long seq, long createdS) : IStreamedAnswer
{
    private readonly TextPlan _plan = new(Asked.Of(call), answer);
    private bool _echoed;

    public StreamEvent Failure =>
        new(null, """{"error":{"message":"The server had an error while processing your request.","type":"server_error","param":null,"code":null}}""");

    public JsonObject Whole()
    {
        var choices = Enumerable.Range(0, call.Choices).Select(index => (JsonNode)dialect.WholeChoice(index, _plan, answer.OmitFinish));
        var whole = Envelope(dialect.WholeObject, new JsonArray([.. choices]));
        if (answer.Usage != UsagePlace.Absent)
            whole["usage"] = _plan.Usage();
        return WithEcho(whole);
    }

    public IEnumerable<StreamEvent> Events()
    {
        foreach (var chunk in Chunks())
            yield return new StreamEvent(null, chunk.ToJsonString());
        if (!answer.OmitDone)
            yield return new StreamEvent(null, "[DONE]");
    }

    private IEnumerable<JsonObject> Chunks()
    {
        var tokens = 0;
        foreach (var delta in dialect.Deltas(_plan))
        {
            for (var index = 0; index < call.Choices; index++)
            {
                tokens += Words.Of(delta.Text).Length;
                yield return Running(Chunk(dialect.ChunkChoice(index, delta.Body(), null)), tokens);
            }
        }

        for (var index = 0; index < call.Choices && !answer.OmitFinish; index++)
        {
            var finish = Running(Chunk(dialect.ChunkChoice(index, null, _plan.Finish)), tokens);
            if (answer.Usage == UsagePlace.Finish && index == call.Choices - 1)
                finish["usage"] = _plan.Usage();
            yield return finish;
        }

        if (answer.Usage == UsagePlace.Own || (answer.Usage == UsagePlace.AsAsked && call.WantsUsage))
        {
            var usage = Envelope(dialect.ChunkObject, []);
            usage["usage"] = _plan.Usage();
            yield return usage;
        }
    }

    public StreamEvent Content(string text) => new(null, Chunk(dialect.ChunkChoice(0, dialect.TextDelta(text).Body(), null)).ToJsonString());

    public StreamEvent Hollow(bool isEmpty)
    {
        var chunk = Chunk();
        if (!isEmpty)
            chunk.Remove("choices");
        return new StreamEvent(null, chunk.ToJsonString());
    }

    private JsonObject Chunk(params JsonNode[] choices)
    {
        var chunk = Envelope(dialect.ChunkObject, new JsonArray(choices));
        if (call.WantsUsage && answer.Usage == UsagePlace.AsAsked)
            chunk["usage"] = null;
        return chunk;
    }

    private JsonObject Running(JsonObject chunk, int tokens)
    {
        if (answer.Usage == UsagePlace.Every)
            chunk["usage"] = _plan.UsageAfter(tokens);
        return WithEcho(chunk);
    }

    /// <summary>What the request had beyond OpenAI's members goes back once, with the first thing said.</summary>
    private JsonObject WithEcho(JsonObject said)
    {
        if (!_echoed && KnownMembers.Echo(call.Body) is { } echo)
            said["x_echo"] = echo;
        _echoed = true;
        return said;
    }

    private JsonObject Envelope(string kind, JsonArray choices) => new()
    {
        ["id"] = $"{dialect.IdPrefix}-{seq}",
        ["object"] = kind,
        ["created"] = createdS,
        ["model"] = call.Model,
        ["service_tier"] = "default",
        ["system_fingerprint"] = "fp_fake",
        ["choices"] = choices,
    };
}
