using System.Text.Json.Nodes;
using AiGateway.Edge.Api;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Upstream;

namespace AiGateway.Edge.Tests.Upstream;

public sealed class DemoAnswerTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void It_says_what_it_is_and_what_it_heard()
    {
        var answer = Of("""{"model":"demo","messages":[{"role":"user","content":"first"},{"role":"user","content":"Hello there"}]}""").Whole();

        var text = answer["choices"]![0]!["message"]!["content"]!.GetValue<string>();
        Assert.Contains("demo model", text, StringComparison.Ordinal);
        Assert.EndsWith("You said: Hello there", text, StringComparison.Ordinal);
        Assert.Equal(("demo", "stop", Now.ToUnixTimeSeconds()), (Text(answer["model"]), Text(answer["choices"]![0]!["finish_reason"]), answer["created"]!.GetValue<long>()));
        Assert.Equal(2, answer["usage"]!["prompt_tokens"]!.GetValue<int>());
    }

    [Fact]
    public void Its_pieces_make_up_the_whole()
    {
        var answer = Of("""{"model":"demo","messages":[{"role":"user","content":[{"type":"text","text":"in parts"}]}]}""");

        var chunks = answer.Chunks().ToList();

        var text = string.Concat(chunks.Select(c => c["choices"] is JsonArray { Count: 1 } choices ? choices[0]!["delta"]?["content"]?.GetValue<string>() : ""));
        Assert.Equal(Text(answer.Whole()["choices"]![0]!["message"]!["content"]), text);
        Assert.Single(chunks, c => c["choices"]!.AsArray() is [{ } choice] && choice["finish_reason"] is not null);
        Assert.Equal((0, true), (chunks[^1]["choices"]!.AsArray().Count, chunks[^1]["usage"] is JsonObject));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void It_keeps_to_a_cap(int cap)
    {
        var answer = Of($$"""{"model":"demo","max_tokens":{{cap}},"messages":[{"role":"user","content":"x"}]}""").Whole();

        Assert.Equal((cap, "length"), (answer["usage"]!["completion_tokens"]!.GetValue<int>(), Text(answer["choices"]![0]!["finish_reason"])));
    }

    [Fact]
    public void A_text_completion_is_one()
    {
        var answer = new DemoAnswer(Json("""{"model":"demo","prompt":"say"}"""), Operation.Completions, Now).Whole();

        Assert.Equal("text_completion", Text(answer["object"]));
        Assert.EndsWith("You said: say", Text(answer["choices"]![0]!["text"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"one\"", 1)]
    [InlineData("""["one","two","three"]""", 3)]
    [InlineData("[1,2,3]", 1)]
    [InlineData("[[1,2],[3],null]", 3)]
    public void Each_input_has_its_vector(string input, int count)
    {
        var data = DemoAnswer.Embeddings(Json($$"""{"model":"demo","input":{{input}}}"""))["data"]!.AsArray();

        Assert.Equal(Enumerable.Range(0, count), data.Select(d => d!["index"]!.GetValue<int>()));
        Assert.Equal(count, data.Select(d => d!["embedding"]!.ToJsonString()).Distinct().Count());
        Assert.All(data[0]!["embedding"]!.AsArray(), x => Assert.InRange(x!.GetValue<double>(), -1.1, 1.1));
    }

    private static DemoAnswer Of(string request) => new(Json(request), Operation.ChatCompletions, Now);

    private static JsonObject Json(string text) => JsonNode.Parse(text)!.AsObject();

    private static string Text(JsonNode? node) => node!.GetValue<string>();
}
