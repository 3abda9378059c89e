using System.Text.Json.Nodes;
using AiGateway.Edge.Api;
using AiGateway.Edge.Api.OpenAi;
using CsCheck;

namespace AiGateway.Edge.Tests.OpenAi;

public sealed class RequestPropertyTests
{
    [Fact]
    public void Arbitrary_bytes_never_throw() =>
        Gen.Byte.Array[0, 300].Sample(bytes => RequestScan.TryRead(bytes, Operation.ChatCompletions, out _, out var problem) || problem.Message.Length > 0);

    [Fact]
    public void A_damaged_request_is_refused_or_still_edits_to_json() =>
        Gen.Select(Gen.Int, Gen.Int[0, 10_000], Gen.Byte).Sample((seed, at, value) =>
        {
            var body = Wire.Bytes(Request(seed));
            body[at % body.Length] = value;
            if (RequestScan.TryRead(body, Operation.ChatCompletions, out var scan, out _))
                JsonNode.Parse(Wire.Written(o => RequestEdit.Write(body, scan, new RequestChanges { Model = "r", AskUsage = true, OutputCap = 5 }, o)));
        });

    [Fact]
    public void An_edit_changes_the_edited_members_and_nothing_else() =>
        Gen.Int.Sample(seed =>
        {
            var body = Request(seed);
            var scan = Wire.Scan(body);
            var edited = Wire.Written(o => RequestEdit.Write(Wire.Bytes(body), scan, new RequestChanges { Model = "real", AskUsage = true }, o));

            var expected = JsonNode.Parse(body)!.AsObject();
            expected["model"] = "real";
            if (expected["stream"] is { } stream && stream.GetValue<bool>())
            {
                if (expected["stream_options"] is null)
                    expected["stream_options"] = new JsonObject();
                expected["stream_options"]!["include_usage"] = true;
            }

            Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(edited)), edited);
        });

    private static string Request(int seed)
    {
        var json = new RandomJson(seed);
        var members = json.Strangers();
        members.Add(("\"model\"", "\"asked\""));
        members.Add(("\"messages\"", $"[{{\"role\":\"user\",\"content\":{json.String()}}}]"));
        if (json.Next(3) > 0)
            members.Add(("\"stream\"", json.Next(2) == 0 ? "false" : "true"));
        switch (json.Next(5))
        {
            case 0: members.Add(("\"stream_options\"", "null")); break;
            case 1: members.Add(("\"stream_options\"", $"{{{json.Space()}}}")); break;
            case 2: members.Add(("\"stream_options\"", json.Shuffled([("\"include_usage\"", "false"), .. json.Strangers()]))); break;
            case 3: members.Add(("\"stream_options\"", json.Shuffled(json.Strangers()))); break;
        }

        return json.Space() + json.Shuffled(members) + json.Space();
    }
}
