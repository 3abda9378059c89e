using System.Text.Json.Nodes;
using AiGateway.FakeProvider.Wire;

namespace AiGateway.FakeProvider.Realtime;

/// <summary>Makes the events of one connection; each has an id of its own.</summary>
internal sealed class RealtimeEvents
{
    private int _made;

    public StreamEvent Make(string type, params (string Name, JsonNode? Value)[] members)
    {
        var said = new JsonObject { ["type"] = type, ["event_id"] = $"event_fake{++_made}" };
        foreach (var (name, value) in members)
            said[name] = value?.DeepClone();
        return new StreamEvent(null, said.ToJsonString());
    }

    public StreamEvent Error(string type, string? code, string message, string? cause = null) => Make("error", ("error", new JsonObject
    {
        ["type"] = type, ["code"] = code, ["message"] = message, ["param"] = null, ["event_id"] = cause,
    }));
}
