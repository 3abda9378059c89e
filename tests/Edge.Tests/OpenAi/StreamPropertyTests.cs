using System.Text.Json.Nodes;
using AiGateway.Edge.Upstream.OpenAi;
using CsCheck;

namespace AiGateway.Edge.Tests.OpenAi;

public sealed class StreamPropertyTests
{
    private const string Recorded =
        "data: {\"id\":\"c\",\"model\":\"real\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},\"finish_reason\":null}],\"usage\":null}\n\n"
        + ": keep-alive\r\n\r\n"
        + "data:{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hé\"}}],\r\ndata: \"model\":\"real\"}\r\n\r\n"
        + "event: ping\rdata: {}\r\r"
        + "data: {\"id\":\"c\"}\n\ndata:\n\n"
        + "data: {\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"\"}]},\"finish_reason\":\"eos\"}]}\n\n"
        + "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":1}}\n\ndata: [DONE]\n\n";

    [Fact]
    public void A_stream_cut_at_any_byte_reads_the_same()
    {
        var stream = Wire.Bytes(Recorded);
        var whole = StreamRun.Of(stream, hideUsage: true);
        Assert.Equal(StreamState.Complete, whole.State);
        for (var at = 1; at < stream.Length; at++)
            Assert.Equal(whole, StreamRun.Of(stream, hideUsage: true, "asked", at, stream.Length));
        Assert.Equal(whole, StreamRun.Of(stream, hideUsage: true, "asked", 1));
    }

    [Fact]
    public void Reads_of_any_sizes_give_the_same() =>
        Gen.Select(Gen.Int, Gen.Int[1, 50].Array[1, 20], Gen.Bool).Sample((seed, sizes, hide) =>
        {
            var stream = RandomStream(seed);
            Assert.Equal(StreamRun.Of(stream, hide), StreamRun.Of(stream, hide, "asked", sizes));
        });

    [Fact]
    public void A_damaged_stream_never_throws_and_every_event_that_leaves_is_json() =>
        Gen.Select(Gen.Int, Gen.Int[0, 100_000], Gen.Byte, Gen.Bool).Sample((seed, at, value, hide) =>
        {
            var stream = Wire.Bytes(RandomStream(seed));
            stream[at % stream.Length] = value;
            var run = StreamRun.Of(stream, hide);
            foreach (var line in run.Output.Split('\n').Where(l => l.Length > 0 && l != "data: [DONE]"))
                Assert.NotNull(JsonNode.Parse(line["data: ".Length..]));
            Assert.Equal(run.State == StreamState.Complete, run.Output.EndsWith("data: [DONE]\n\n", StringComparison.Ordinal));
        });

    [Fact]
    public void Arbitrary_bytes_never_throw() =>
        Gen.Byte.Array[0, 300].Sample(bytes => Assert.NotEqual(StreamState.Open, StreamRun.Of(bytes).State));

    [Fact]
    public void A_chunk_keeps_every_member_but_those_that_must_change() =>
        Gen.Select(Gen.Int, Gen.Bool).Sample((seed, hide) =>
        {
            var chunk = RandomChunk(new RandomJson(seed));
            var output = StreamRun.Of($"data: {chunk}\n\n", hide).Output.Split('\n')[0];

            var expected = JsonNode.Parse(chunk)!.AsObject();
            if (expected.ContainsKey("model"))
                expected["model"] = "asked";
            if (hide)
                expected.Remove("usage");
            Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(output["data: ".Length..])), output);
        });

    private static string RandomStream(int seed)
    {
        var json = new RandomJson(seed);
        var end = (string[])["\n", "\r\n", "\r"];
        var stream = "";
        for (var left = json.Next(5); left >= 0; left--)
        {
            var line = end[json.Next(3)];
            stream += json.Next(6) switch
            {
                0 => $": note{line}{line}",
                1 => $"event: ping{line}data: {json.Value()}{line}{line}",
                _ => $"data:{json.Space()}{RandomChunk(json)}{line}{line}",
            };
        }

        return stream + (json.Next(3) > 0 ? "data: [DONE]\n\n" : "");
    }

    private static string RandomChunk(RandomJson json)
    {
        var members = json.Strangers();
        List<(string, string)> choice = [("\"index\"", "0"), ("\"delta\"", json.Shuffled([("\"content\"", json.String()), .. json.Strangers()]))];
        if (json.Next(2) > 0)
            choice.Add(("\"finish_reason\"", json.Next(2) > 0 ? "null" : "\"stop\""));
        members.Add(("\"choices\"", $"[{json.Space()}{json.Shuffled(choice)}]"));
        if (json.Next(3) > 0)
            members.Add(("\"model\"", json.String()));
        if (json.Next(3) > 0)
            members.Add(("\"usage\"", json.Next(2) > 0 ? "null" : "{\"prompt_tokens\":3}"));
        return json.Shuffled(members);
    }
}
