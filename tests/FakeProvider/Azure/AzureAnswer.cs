using System.Text.Json.Nodes;
using AiGateway.FakeProvider.Provider;
using AiGateway.FakeProvider.Wire;

namespace AiGateway.FakeProvider.Azure;

/// <summary>OpenAI's answer with the findings of Azure's filters; a stream begins with those about the prompt, in a chunk without choices.</summary>
internal sealed class AzureAnswer(TextAnswer inner) : IStreamedAnswer
{
    private const string Results = "content_filter_results";
    private static readonly string[] Categories = ["hate", "self_harm", "sexual", "violence"];

    public StreamEvent Failure => inner.Failure;

    public JsonObject Whole()
    {
        var whole = WithFindings(inner.Whole());
        whole["prompt_filter_results"] = AboutPrompt();
        return whole;
    }

    public IEnumerable<StreamEvent> Events()
    {
        var first = new JsonObject { ["choices"] = new JsonArray(), ["created"] = 0, ["id"] = "", ["model"] = "", ["object"] = "", ["prompt_filter_results"] = AboutPrompt() };
        yield return new StreamEvent(null, first.ToJsonString());
        foreach (var said in inner.Events())
            yield return said.Data == "[DONE]" ? said : said with { Data = WithFindings(JsonNode.Parse(said.Data)!.AsObject()).ToJsonString() };
    }

    public StreamEvent Content(string text) => inner.Content(text);

    public StreamEvent Hollow(bool isEmpty) => inner.Hollow(isEmpty);

    private static JsonObject WithFindings(JsonObject said)
    {
        foreach (var choice in said["choices"]!.AsArray())
            choice![Results] = Findings();
        return said;
    }

    private static JsonArray AboutPrompt() => new(new JsonObject { ["prompt_index"] = 0, [Results] = Findings() });

    private static JsonObject Findings()
    {
        var findings = new JsonObject();
        foreach (var category in Categories)
            findings[category] = new JsonObject { ["filtered"] = false, ["severity"] = "safe" };
        return findings;
    }
}
