using System.Text.Json.Nodes;
using AiGateway.FakeProvider.Control;
using AiGateway.FakeProvider.Provider;
using AiGateway.FakeProvider.Wire;

namespace AiGateway.FakeProvider.Gemini;

/// <summary>Candidates, whole or piece by piece: each piece is a whole response with the usage so far.</summary>
internal sealed class GeminiAnswer : IStreamedAnswer
{
    private readonly Call _call;
    private readonly Answer _answer;
    private readonly TextPlan _plan;
    private readonly long _seq;
    private readonly bool _thinks;
    private readonly int _candidates;

    public GeminiAnswer(Call call, Answer answer, long seq)
    {
        (_call, _answer, _seq) = (call, answer, seq);
        var config = call.Body.Either("generationConfig");
        _thinks = config.Either("thinkingConfig").Either("includeThoughts").IsTrue();
        _candidates = config.Either("candidateCount").AsNumber() ?? 1;
        _plan = new TextPlan(
            new Asked(PromptTokensOf(call.Body), config.Either("maxOutputTokens").AsNumber())
            {
                Choices = _candidates,
                Thinks = _thinks,
                Stops = [.. config.Either("stopSequences").Items().Select(stop => stop.AsText()).OfType<string>()],
            },
            answer);
    }

    public StreamEvent Failure =>
        new(null, GeminiRefusal.Body(503, "UNAVAILABLE", "The model is overloaded. Please try again later.").ToJsonString());

    public static int PromptTokensOf(System.Text.Json.JsonElement body) => Words.In(body.Either("systemInstruction")) + Words.In(body.At("contents"));

    public JsonObject Whole()
    {
        var candidates = Enumerable.Range(0, _candidates).Select(index => (JsonNode)Candidate(index, [.. WholeParts()], _answer.OmitFinish ? null : FinishReason()));
        return Response([.. candidates], _plan.CompletionTokens, isLast: true);
    }

    public IEnumerable<StreamEvent> Events()
    {
        var tokens = 0;
        foreach (var (text, part) in Pieces())
        {
            for (var index = 0; index < _candidates; index++)
            {
                tokens += Words.Of(text).Length;
                yield return Said(Response([Candidate(index, [part()], null)], tokens, isLast: false));
            }
        }

        for (var index = 0; index < _candidates && !_answer.OmitFinish; index++)
        {
            var last = new JsonObject { ["text"] = "" };
            if (_thinks && _plan.Tools.Count == 0)
                last["thoughtSignature"] = Thought.BytesOf(_call.Key!);
            yield return Said(Response([Candidate(index, [last], FinishReason())], _plan.CompletionTokens, isLast: index == _candidates - 1));
        }
    }

    public StreamEvent Content(string text) => Said(Response([Candidate(0, [Part(text)], null)], 0, isLast: false));

    public StreamEvent Hollow(bool isEmpty) => new(null, isEmpty ? """{"candidates":[]}""" : """{"modelVersion":"fake"}""");

    /// <summary>The parts of a stream with the words that count as tokens; a part is made afresh for each candidate.</summary>
    private IEnumerable<(string Text, Func<JsonObject> Part)> Pieces()
    {
        foreach (var thought in _plan.Thoughts)
            yield return ("", () => ThoughtPart(thought));
        foreach (var piece in _plan.SaysText ? _plan.Pieces : [])
            yield return (piece, () => Part(piece));
        foreach (var (number, tool) in _plan.Tools.Index())
            yield return (tool.Arguments, () => CallPart(tool, number));
    }

    private IEnumerable<JsonNode> WholeParts()
    {
        if (_plan.Thoughts.Count > 0)
            yield return ThoughtPart(string.Concat(_plan.Thoughts));
        if (_plan.SaysText)
        {
            var part = Part(_plan.Text);
            if (_thinks && _plan.Tools.Count == 0)
                part["thoughtSignature"] = Thought.BytesOf(_call.Key!);
            yield return part;
        }
        foreach (var (number, tool) in _plan.Tools.Index())
            yield return CallPart(tool, number);
    }

    /// <summary>The seal is on the first call; only the newest models give calls an id.</summary>
    private JsonObject CallPart(ToolCall tool, int number)
    {
        var call = new JsonObject { ["name"] = tool.Name, ["args"] = tool.Input() };
        if (_call.Model!.StartsWith("gemini-3", StringComparison.Ordinal))
            call["id"] = $"call_fake{number + 1}";
        var part = new JsonObject { ["functionCall"] = call };
        if (number == 0)
            part["thoughtSignature"] = Thought.BytesOf(_call.Key!);
        return part;
    }

    private static JsonObject Part(string text) => new() { ["text"] = text };

    private static JsonObject ThoughtPart(string text) => new() { ["text"] = text, ["thought"] = true };

    private string FinishReason() => _answer.FinishReason ?? (_plan.IsCapped ? "MAX_TOKENS" : "STOP");

    private static JsonObject Candidate(int index, JsonNode[] parts, string? finish)
    {
        var candidate = new JsonObject { ["content"] = new JsonObject { ["parts"] = new JsonArray(parts), ["role"] = "model" } };
        if (finish is not null)
            candidate["finishReason"] = finish;
        candidate["index"] = index;
        return candidate;
    }

    private JsonObject Response(JsonNode[] candidates, int completion, bool isLast)
    {
        var response = new JsonObject { ["candidates"] = new JsonArray(candidates) };
        if (_answer.Usage != UsagePlace.Absent && (isLast || _answer.Usage != UsagePlace.Finish))
            response["usageMetadata"] = Usage(completion);
        response["modelVersion"] = _call.Model;
        response["responseId"] = $"fake{_seq}";
        return response;
    }

    /// <summary>Thoughts are not among the candidates' tokens.</summary>
    private JsonObject Usage(int completion)
    {
        var usage = new JsonObject { ["promptTokenCount"] = _plan.PromptTokens, ["candidatesTokenCount"] = completion };
        usage["totalTokenCount"] = _plan.PromptTokens + completion + _plan.ReasoningTokens;
        if (_plan.CachedTokens > 0)
            usage["cachedContentTokenCount"] = _plan.CachedTokens;
        usage["promptTokensDetails"] = new JsonArray(new JsonObject { ["modality"] = "TEXT", ["tokenCount"] = _plan.PromptTokens });
        if (_plan.ReasoningTokens > 0)
            usage["thoughtsTokenCount"] = _plan.ReasoningTokens;
        return usage;
    }

    private static StreamEvent Said(JsonObject response) => new(null, response.ToJsonString());
}
