using System.Text.Json.Nodes;
using AiGateway.Edge.Api;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Tests.OpenAi;
using AiGateway.Edge.Upstream;
using AiGateway.Edge.Upstream.OpenAi;

namespace AiGateway.Edge.Tests.Upstream;

public sealed class DemoResponseTests
{
    [Theory]
    [InlineData("""{"model":"demo","input":"Hello there"}""", "completed")]
    [InlineData("""{"model":"demo","input":[{"role":"user","content":[{"type":"input_text","text":"Hello there"}]}]}""", "completed")]
    [InlineData("""{"model":"demo","input":"Hello there","max_output_tokens":3}""", "incomplete")]
    public void Its_events_make_up_the_whole(string request, string status)
    {
        var response = new DemoResponse(new DemoAnswer(JsonNode.Parse(request)!.AsObject(), Operation.Responses, DateTimeOffset.UnixEpoch));
        using var rewriter = new ResponseStreamRewriter("asked", kept: true);

        var events = response.Events().ToList();
        var run = StreamRun.Of(rewriter, Wire.Bytes(string.Concat(events.Select(said => $"data: {said.ToJsonString()}\n\n"))));

        var whole = response.Whole();
        Assert.Equal(StreamState.Complete, run.State);
        Assert.Equal((string)whole["output"]![0]!["content"]![0]!["text"]!, string.Concat(events.Where(said => (string?)said["type"] == "response.output_text.delta").Select(said => (string?)said["delta"])));
        Assert.Equal((status, "response." + status), ((string?)whole["status"], (string?)events[^1]["type"]));
        Assert.Equal(Enumerable.Range(0, events.Count), events.Select(said => (int)said["sequence_number"]!));
        Assert.Equal((2, (int)whole["usage"]!["output_tokens"]!), ((int)run.Usage!.Value.Prompt, (int)run.Usage.Value.Completion));
    }
}
