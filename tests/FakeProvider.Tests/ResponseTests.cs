using System.Text.Json;

namespace AiGateway.FakeProvider.Tests;

public sealed class ResponseTests : ProviderTest
{
    [Fact]
    public async Task A_response_is_whole_and_kept_by_its_account_alone()
    {
        var made = await JsonAsync(await PostAsync("one@a", """{"model":"m","input":"one two","instructions":"three"}"""));
        var id = made.GetProperty("id").GetString();

        Assert.Equal(("completed", 3, 10), (made.GetProperty("status").GetString(), made.GetProperty("usage").GetProperty("input_tokens").GetInt32(), made.GetProperty("usage").GetProperty("output_tokens").GetInt32()));
        Assert.StartsWith("word1 word2", made.GetProperty("output")[0].GetProperty("content")[0].GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal(200, (int)(await SendAsync("two@a", HttpMethod.Get, $"/v1/responses/{id}")).StatusCode);
        Assert.Equal(404, (int)(await SendAsync("one@b", HttpMethod.Get, $"/v1/responses/{id}")).StatusCode);
        Assert.Equal(200, (int)(await PostAsync("two@a", $$"""{"model":"m","input":"x","previous_response_id":"{{id}}"}""")).StatusCode);
        Assert.Equal(400, (int)(await PostAsync("one@b", $$"""{"model":"m","input":"x","previous_response_id":"{{id}}"}""")).StatusCode);
    }

    [Fact]
    public async Task One_that_is_not_to_be_kept_is_not()
    {
        var made = await JsonAsync(await PostAsync("a", """{"model":"m","input":"x","store":false}"""));

        Assert.Equal(404, (int)(await SendAsync("a", HttpMethod.Get, $"/v1/responses/{made.GetProperty("id").GetString()}")).StatusCode);
    }

    [Fact]
    public async Task A_stream_is_numbered_names_its_events_and_ends_without_done()
    {
        var text = await (await PostAsync("a", """{"model":"m","input":"x","stream":true,"max_output_tokens":3}""")).Content.ReadAsStringAsync(Token);

        var events = text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(block => (Name: block.Split('\n')[0]["event: ".Length..], Data: JsonDocument.Parse(block.Split('\n')[1]["data: ".Length..]).RootElement)).ToList();
        Assert.Equal(Enumerable.Range(0, events.Count), events.Select(said => said.Data.GetProperty("sequence_number").GetInt32()));
        Assert.All(events, said => Assert.Equal(said.Name, said.Data.GetProperty("type").GetString()));
        Assert.Equal("word1 word2 word3", string.Concat(events.Where(said => said.Name == "response.output_text.delta").Select(said => said.Data.GetProperty("delta").GetString())));
        Assert.Equal("response.incomplete", events[^1].Name);
    }

    [Fact]
    public async Task Only_its_own_thoughts_are_taken_back()
    {
        var made = await JsonAsync(await PostAsync("one@a", """{"model":"m","input":"x","include":["reasoning.encrypted_content"]}"""));
        var thought = made.GetProperty("output")[0].GetRawText();

        Assert.Equal(200, (int)(await PostAsync("two@a", $$"""{"model":"m","input":[{{thought}}]}""")).StatusCode);
        Assert.Equal("invalid_encrypted_content", (await JsonAsync(await PostAsync("one@b", $$"""{"model":"m","input":[{{thought}}]}"""))).GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_conversation_made_short_is_of_use_to_its_account_alone()
    {
        var made = await JsonAsync(await CompactAsync("""{"model":"m","input":[{"role":"user","content":"one two"},{"role":"assistant","content":"three"}]}"""));

        var output = made.GetProperty("output").EnumerateArray().ToArray();
        Assert.Equal(("response.compaction", 3), (made.GetProperty("object").GetString(), made.GetProperty("usage").GetProperty("input_tokens").GetInt32()));
        Assert.Equal([("message", "one two"), ("compaction", null)], output.Select(item => (item.GetProperty("type").GetString(), item.TryGetProperty("content", out var content) ? content.GetString() : null)));
        Assert.Equal(200, (int)(await PostAsync("two@a", $$"""{"model":"m","input":[{{output[1].GetRawText()}}]}""")).StatusCode);
        Assert.Equal(400, (int)(await PostAsync("one@b", $$"""{"model":"m","input":[{{output[1].GetRawText()}}]}""")).StatusCode);
    }

    [Fact]
    public async Task A_conversation_is_not_made_short_by_what_is_not_known()
    {
        Assert.Equal(200, (int)(await CompactAsync("""{"model":"m","input":"x"}""")).StatusCode);
        Assert.Equal("unknown_parameter", (await JsonAsync(await CompactAsync("""{"model":"m","input":"x","max_output_tokens":5}"""))).GetProperty("error").GetProperty("code").GetString());
    }

    private Task<HttpResponseMessage> CompactAsync(string json) => SendAsync("one@a", HttpMethod.Post, "/v1/responses/compact", json);

    private Task<HttpResponseMessage> PostAsync(string key, string json) => SendAsync(key, HttpMethod.Post, "/v1/responses", json);
}
