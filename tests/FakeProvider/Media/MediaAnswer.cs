using System.Text.Json.Nodes;
using AiGateway.FakeProvider.Wire;

namespace AiGateway.FakeProvider.Media;

/// <summary>Events that were made beforehand.</summary>
/// <param name="events">Each with its <c>type</c>.</param>
/// <param name="content">An event that carries a text.</param>
/// <param name="named">Whether the type is also the event's name.</param>
/// <param name="done">Whether <c>[DONE]</c> comes last.</param>
internal sealed class MediaAnswer(IEnumerable<JsonObject> events, Func<string, JsonObject> content, bool named, bool done) : IStreamedAnswer
{
    public StreamEvent Failure => Said(new JsonObject
    {
        ["type"] = "error",
        ["error"] = new JsonObject { ["message"] = "The server had an error while processing your request.", ["type"] = "server_error", ["param"] = null, ["code"] = null },
    });

    public IEnumerable<StreamEvent> Events()
    {
        foreach (var said in events)
            yield return Said(said);
        if (done)
            yield return new StreamEvent(null, "[DONE]");
    }

    public StreamEvent Content(string text) => Said(content(text));

    public StreamEvent Hollow(bool isEmpty) => new(null, isEmpty ? """{"type":null}""" : "{}");

    private StreamEvent Said(JsonObject said) => new(named ? (string?)said["type"] : null, said.ToJsonString());
}
