using System.Text.Json.Nodes;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.OpenAiSurface;

public sealed class BodyTests(SharedGateway gateway)
{
    /// <summary>Odd spacing, members nobody knows, escapes, a number no double holds.</summary>
    private const string Odd = """
        { "x_first" : [1.0, 2e3, 12345678901234567890, null] ,"model":"MODEL",
          "messages":[ {"role":"user","content":"gr\u00fc\u00DF \/ 😀","x_in_message":{"a":"b"}} ],
          "thinking" : {"type":"enabled"} , "temperature":0.70
        """;

    [Fact]
    public async Task Only_the_models_name_changes_on_the_way_to_the_provider()
    {
        using var lane = await gateway.Lane();
        var body = Odd.Replace("MODEL", lane.Model, StringComparison.Ordinal) + " }";

        var answer = await lane.Http.PostJson("/v1/chat/completions", body);

        Assert.Equal(200, answer.Status);
        Assert.Equal(body.Replace(lane.Model, "fake-chat", StringComparison.Ordinal), Assert.Single(await lane.Calls()).Body);
        Assert.Equal("""{"type":"enabled"}""", answer.Json["x_echo"]!["thinking"]!.ToJsonString());
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("[1.0, 2e3, 12345678901234567890, null]"), answer.Json["x_echo"]!["x_first"]));
    }

    [Fact]
    public async Task A_stream_only_gains_the_question_for_usage()
    {
        using var lane = await gateway.Lane();
        var body = Odd.Replace("MODEL", lane.Model, StringComparison.Ordinal) + ""","stream": true}""";

        var answer = await lane.Http.PostJson("/v1/chat/completions", body);

        Assert.Equal(200, answer.Status);
        const string asked = ""","stream_options":{"include_usage":true}""";
        var arrived = Assert.Single(await lane.Calls()).Body!;
        Assert.Contains(asked, arrived, StringComparison.Ordinal);
        Assert.Equal(
            body.Replace(lane.Model, "fake-chat", StringComparison.Ordinal),
            arrived.Replace(asked, "", StringComparison.Ordinal));
        Assert.Contains("x_echo", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_usage_chunk_is_hidden_from_a_client_that_did_not_ask()
    {
        using var lane = await gateway.Lane();

        var silent = await lane.Stream();
        var declined = await lane.Stream(new { stream_options = new { include_usage = false } });
        var asked = await lane.Stream(new { stream_options = new { include_usage = true } });

        Assert.Null(silent.Usage);
        Assert.Null(declined.Usage);
        Assert.Equal(13, asked.Usage!["total_tokens"]!.GetValue<int>());
        Assert.Equal([true, true, true], (await lane.Calls()).Select(call => call.Json["stream_options"]!["include_usage"]!.GetValue<bool>()));
    }

    [Fact]
    public async Task Neither_the_callers_key_nor_its_address_goes_to_the_provider()
    {
        using var lane = await gateway.Lane();

        _ = (await lane.Chat()).Ok;

        var call = Assert.Single(await lane.Calls());
        Assert.Equal($"Bearer {lane.Secret(1)}", call.Headers["authorization"]);
        Assert.DoesNotContain(call.Headers, header => header.Value.Contains(lane.ConsumerKey, StringComparison.Ordinal));
        Assert.DoesNotContain(call.Headers.Keys, name => name.StartsWith("x-forwarded", StringComparison.Ordinal));
        Assert.Equal("fake-chat", call.Model);
    }
}
