using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using AiGateway.FakeProvider.Bedrock;

namespace AiGateway.FakeProvider.Tests;

public sealed class BedrockTests : DialectTest
{
    private const string Model = "/model/anthropic.claude-3-5%3A0";
    private const string Hello = """{"messages":[{"role":"user","content":[{"text":"one two three"}]}]}""";

    [Fact]
    public async Task A_whole_answer_has_amazons_shape()
    {
        await MisbehaveAsync(new { cachedTokens = 1 });

        var answer = await OkAsync(await PostAsync("/converse", Hello));

        Assert.Equal("word1 word2 word3 word4 word5 word6 word7 word8 word9 word10", answer.GetProperty("output").GetProperty("message").GetProperty("content")[0].GetProperty("text").GetString());
        Assert.Equal("end_turn", answer.GetProperty("stopReason").GetString());
        Assert.Equal("""{"inputTokens":2,"outputTokens":10,"totalTokens":13,"cacheReadInputTokens":1,"cacheWriteInputTokens":0}""", answer.GetProperty("usage").GetRawText());
        Assert.Equal("anthropic.claude-3-5:0", (await LogAsync(wait: 1))[0].GetProperty("model").GetString());
    }

    [Fact]
    public async Task A_stream_is_binary_and_its_checksums_hold()
    {
        await MisbehaveAsync(new { text = "alpha beta" });

        using var response = await PostAsync("/converse-stream", Hello);
        var messages = Read(await response.Content.ReadAsByteArrayAsync(Token));

        Assert.Equal("application/vnd.amazon.eventstream", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(["messageStart", "contentBlockDelta", "contentBlockDelta", "contentBlockStop", "messageStop", "metadata"], messages.Select(message => message.Headers[":event-type"]));
        Assert.All(messages, message => Assert.Equal(("event", "application/json"), (message.Headers[":message-type"], message.Headers[":content-type"])));
        Assert.Equal(" beta", messages[2].Payload.GetProperty("delta").GetProperty("text").GetString());
        Assert.Equal(2, messages[^1].Payload.GetProperty("usage").GetProperty("outputTokens").GetInt32());
    }

    [Fact]
    public void The_checksum_is_the_one_everybody_knows() => Assert.Equal(0xCBF43926u, Crc32.Of("123456789"u8));

    [Theory]
    [InlineData(null, "modelStreamErrorException")]
    [InlineData("throttlingException", "throttlingException")]
    public async Task An_error_in_the_middle_is_an_exception_of_any_kind(string? errorName, string expected)
    {
        await MisbehaveAsync(new { fault = "error_event", afterEvents = 2, errorName });

        using var response = await PostAsync("/converse-stream", Hello);
        var last = Read(await response.Content.ReadAsByteArrayAsync(Token))[^1];

        Assert.Equal(("exception", expected), (last.Headers[":message-type"], last.Headers[":exception-type"]));
        Assert.True(last.Payload.TryGetProperty("message", out _));
    }

    [Fact]
    public async Task A_message_can_arrive_damaged()
    {
        await MisbehaveAsync(new { inject = new[] { new { kind = "corrupt", afterEvents = 1 } } });

        using var response = await PostAsync("/converse-stream", Hello);
        var bytes = await response.Content.ReadAsByteArrayAsync(Token);

        Assert.Throws<InvalidDataException>(() => Read(bytes));
    }

    [Fact]
    public async Task Tools_are_called_and_thoughts_sealed()
    {
        await MisbehaveAsync(new { toolCalls = new[] { new { name = "a", arguments = """{"city":"Paris"}""" }, new { name = "b", arguments = "{}" } } });
        const string Thinks = """{"additionalModelRequestFields":{"thinking":{"type":"enabled","budget_tokens":2000}},""";

        var message = (await OkAsync(await PostAsync("/converse", Thinks + Hello[1..]))).GetProperty("output").GetProperty("message").GetRawText();
        using var response = await PostAsync("/converse-stream", Hello);
        var input = Read(await response.Content.ReadAsByteArrayAsync(Token)).Where(said => said.Headers[":event-type"] == "contentBlockDelta" && said.Payload.GetProperty("contentBlockIndex").GetInt32() == 0);
        const string Tools = """{"toolConfig":{"tools":[{"toolSpec":{"name":"a","inputSchema":{"json":{"type":"object"}}}}]},""";
        string Turns(string results) => $$"""{"messages":[{"role":"user","content":[{"text":"x"}]},{{message}},{"role":"user","content":[{{results}}]}]}""";
        const string First = """{"toolResult":{"toolUseId":"tooluse_fake1","content":[{"text":"1"}]}}""";
        var both = Turns(First + "," + First.Replace("fake1", "fake2", StringComparison.Ordinal));

        Assert.Equal("""{"city":"Paris"}""", string.Concat(input.Select(said => said.Payload.GetProperty("delta").GetProperty("toolUse").GetProperty("input").GetString())));
        await OkAsync(await PostAsync("/converse", Tools + both[1..]));
        Assert.Contains("Invalid `signature`", await RefusedAsync(Tools + both[1..], "other"), StringComparison.Ordinal);
        Assert.Contains("tooluse_fake2", await RefusedAsync(Tools + Turns(First)[1..]), StringComparison.Ordinal);
        Assert.Contains("toolConfig field must be defined", await RefusedAsync(both), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"inferenceConfig":{"maxTokens":0},""", "maxTokens")]
    [InlineData("""{"inferenceConfig":{"temperature":1.5},""", "less than or equal to 1")]
    [InlineData("""{"system":[{"text":" "}],""", "blank")]
    public async Task What_amazon_would_refuse_is_refused(string members, string reason) =>
        Assert.Contains(reason, await RefusedAsync(members + Hello[1..]), StringComparison.Ordinal);

    [Fact]
    public async Task Turns_alternate() => Assert.Contains(
        "must alternate",
        await RefusedAsync("""{"messages":[{"role":"user","content":[{"text":"x"}]},{"role":"user","content":[{"text":"y"}]}]}"""), StringComparison.Ordinal);

    private static List<(Dictionary<string, string> Headers, JsonElement Payload)> Read(byte[] stream)
    {
        var messages = new List<(Dictionary<string, string>, JsonElement)>();
        for (ReadOnlySpan<byte> rest = stream; rest.Length > 0;)
        {
            var (total, head) = (BinaryPrimitives.ReadInt32BigEndian(rest), BinaryPrimitives.ReadInt32BigEndian(rest[4..]));
            var message = rest[..total];
            if (BinaryPrimitives.ReadUInt32BigEndian(message[8..]) != Crc32.Of(message[..8])
                || BinaryPrimitives.ReadUInt32BigEndian(message[^4..]) != Crc32.Of(message[..^4]))
                throw new InvalidDataException();
            messages.Add((Headers(message.Slice(12, head)), JsonSerializer.Deserialize<JsonElement>(message[(12 + head)..^4])));
            rest = rest[total..];
        }

        return messages;
    }

    private static Dictionary<string, string> Headers(ReadOnlySpan<byte> head)
    {
        var headers = new Dictionary<string, string>();
        while (head.Length > 0)
        {
            var name = Encoding.ASCII.GetString(head.Slice(1, head[0]));
            head = head[(1 + head[0])..];
            Assert.Equal(7, head[0]);
            var length = BinaryPrimitives.ReadUInt16BigEndian(head[1..]);
            headers[name] = Encoding.UTF8.GetString(head.Slice(3, length));
            head = head[(3 + length)..];
        }

        return headers;
    }

    private Task<HttpResponseMessage> PostAsync(string operation, string json, string key = "bedrock-key") =>
        CallAsync(HttpMethod.Post, Model + operation, json, ("authorization", "Bearer " + key));

    private async Task<string> RefusedAsync(string json, string key = "bedrock-key")
    {
        using var response = await PostAsync("/converse", json, key);
        var text = await response.Content.ReadAsStringAsync(Token);
        Assert.True((int)response.StatusCode == 400, text);
        Assert.StartsWith("ValidationException", Assert.Single(response.Headers.GetValues("x-amzn-errortype")), StringComparison.Ordinal);
        return JsonSerializer.Deserialize<JsonElement>(text).GetProperty("message").GetString()!;
    }
}
