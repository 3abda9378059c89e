using System.Text.Json;
using System.Text.Json.Nodes;
using AiGateway.EndToEnd.Tests.Harness;
using AiGateway.EndToEnd.Tests.RealClients;

namespace AiGateway.EndToEnd.Tests.Endpoints;

/// <summary>The npm packages of those who thought up the calls, each asking for what is no chat.</summary>
[Collection(RealClientTests.Name)]
public sealed class NodeEndpointTests(SharedGateway gateway, NodeHost node)
{
    private const string AllWords = "word1 word2 word3 word4 word5 word6 word7 word8 word9 word10";
    private const string Vectors = "[[0.0625,0.125],[0.1875,0.25]]";
    private const string OpenAi = "openaiEndpoints";

    /// <summary>The picture the fake provider makes.</summary>
    private const string Picture = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";

    [Fact]
    public async Task Images_are_made_changed_and_streamed_in_parts()
    {
        using var lane = await gateway.Lane();

        var made = await Ask(lane, "image");
        var streamed = await Ask(lane, "imageStream");
        var changed = await Ask(lane, "imageEdit");
        var varied = await Ask(lane, "imageVariation");

        Assert.Equal(($"[\"{Picture}\",\"{Picture}\"]", 547), (Json(made["images"]), (int)made["usage"]!["total_tokens"]!));
        Assert.Equal("""["image_generation.partial_image","image_generation.partial_image","image_generation.completed"]""", Json(streamed["types"]));
        Assert.Equal((Picture, 275), ((string?)streamed["last"]!["b64_json"], (int)streamed["last"]!["usage"]!["total_tokens"]!));
        Assert.Equal(($"[\"{Picture}\"]", 547), (Json(changed["images"]), (int)changed["usage"]!["input_tokens"]!));
        Assert.Equal($"[\"{Picture}\"]", Json(varied["images"]));
        await AllWent(lane, 4);
    }

    [Fact]
    public async Task Sound_is_heard_and_made()
    {
        using var lane = await gateway.Lane();

        var heard = await Ask(lane, "transcription");
        var subtitles = await Ask(lane, "subtitles");
        var streamed = await Ask(lane, "transcriptionStream");
        var translated = await Ask(lane, "translation");
        var made = await Ask(lane, "speech");

        Assert.Equal((AllWords, 13), ((string?)heard["text"], (int)heard["usage"]!["total_tokens"]!));
        Assert.Equal($"1\n00:00:00,000 --> 00:00:01,000\n{AllWords}\n\n\n", (string?)subtitles["text"]);
        Assert.Equal((AllWords, AllWords, 13), ((string?)streamed["said"], (string?)streamed["last"]!["text"], (int)streamed["last"]!["usage"]!["total_tokens"]!));
        Assert.Equal(AllWords, (string?)translated["text"]);
        Assert.Equal(("audio/wav", Convert.ToBase64String(Sound.Of(10))), ((string?)made["type"], (string?)made["bytes"]));
        await AllWent(lane, 5);
    }

    [Fact]
    public async Task Moderation_vectors_completions_and_counts_are_read()
    {
        using var lane = await gateway.Lane();

        var moderated = await Ask(lane, "moderation");
        var floats = await Ask(lane, "floats");
        var packed = await Ask(lane, "base64");
        var whole = await Ask(lane, "completion");
        var streamed = await Ask(lane, "completionStream");
        var counted = await Ask(lane, "count");

        Assert.Equal(("[false,true]", true), (Json(moderated["flagged"]), (bool)moderated["violence"]!));
        Assert.Equal((Vectors, Vectors), (Json(floats["vectors"]), Json(packed["vectors"])));
        Assert.Equal((AllWords, 13), ((string?)whole["text"], (int)whole["usage"]!["total_tokens"]!));
        Assert.Equal((AllWords, "stop"), ((string?)streamed["text"], (string?)streamed["finish"]));
        Assert.Equal(3, (int)counted["input_tokens"]!);
        await AllWent(lane, 6);
    }

    [Theory]
    [InlineData("gemini", 3, 3)]
    [InlineData("openai", 3, 15)]
    public async Task Googles_package_gets_vectors_and_counts(string kind, int least, int most)
    {
        using var lane = await gateway.Lane(new LaneOptions { Kind = kind });

        var vectors = await node.Call(gateway.Edge, lane, "embed", "googleEndpoints");
        var counted = await node.Call(gateway.Edge, lane, "count", "googleEndpoints");

        Assert.Equal(Vectors, Json(vectors["vectors"]));
        Assert.InRange((int)counted["totalTokens"]!, least, most);
    }

    [Theory]
    [InlineData("anthropic", 3, 3)]
    [InlineData("gemini", 3, 15)]
    public async Task Anthropics_package_counts(string kind, int least, int most)
    {
        using var lane = await gateway.Lane(new LaneOptions { Kind = kind });

        Assert.InRange((int)(await node.Call(gateway.Edge, lane, "count", "anthropicEndpoints"))["input_tokens"]!, least, most);
    }

    [Fact]
    public async Task A_refusal_is_the_packages_own_error()
    {
        using var lane = await gateway.Lane();
        await lane.Answers(new { preset = "openai.context_length" });

        foreach (var what in new[] { "imageEdit", "transcriptionStream", "speech", "moderation", "floats" })
        {
            var failed = await Ask(lane, what);
            Assert.Equal(("BadRequestError", 400), ((string?)failed["error"], (int)failed["status"]!));
        }
    }

    private Task<JsonNode> Ask(Lane lane, string what) => node.Call(gateway.Edge, lane, what, OpenAi);

    /// <summary>Each was asked once, by the provider's name of the model and its key.</summary>
    private static async Task AllWent(Lane lane, int count)
    {
        var calls = await lane.Calls();
        Assert.Equal(count, calls.Count);
        Assert.All(calls, call => Assert.Equal(("fake-chat", lane.Secret(1), 200), (call.Model, call.Key, call.Status)));
        Assert.DoesNotContain(calls, call => call.Headers.Values.Any(value => value.Contains(lane.ConsumerKey, StringComparison.Ordinal)));
    }

    private static string? Json(JsonNode? node) => node?.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
