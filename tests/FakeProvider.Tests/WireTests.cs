using System.Diagnostics;
using System.IO.Compression;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace AiGateway.FakeProvider.Tests;

public sealed class WireTests : ProviderTest
{
    [Theory]
    [InlineData("lf", "data: {", "\n\n")]
    [InlineData("crlf", "data: {", "\r\n\r\n")]
    [InlineData("no_space", "data:{", "\n\n")]
    public async Task Framing_is_as_told(string framing, string start, string end)
    {
        await MisbehaveAsync(new { framing });

        var text = await TextAsync(Chat(stream: true));

        Assert.StartsWith(start, text, StringComparison.Ordinal);
        Assert.EndsWith("[DONE]" + end, text, StringComparison.Ordinal);
        Assert.Equal(13, text.Split(end).Length - 1);
    }

    [Theory]
    [InlineData("comment", ": keep-alive\n\n")]
    [InlineData("empty_data", "data:\n\n")]
    [InlineData("foreign_event", "event: ping\ndata: {\"type\":\"ping\"}\n\n")]
    [InlineData("malformed", "\"delta\":{\"content\":\n\n")]
    [InlineData("empty_choices", "\"choices\":[]}\n\n")]
    [InlineData("no_choices", "\"system_fingerprint\":\"fp_fake\"}\n\n")]
    public async Task Something_foreign_can_be_put_between_events(string kind, string ending)
    {
        await MisbehaveAsync(new { events = 1, inject = new[] { new { kind, afterEvents = 1 } } });

        var parts = (await TextAsync(Chat(stream: true))).Split("\n\n");

        Assert.Equal(6, parts.Length);
        Assert.EndsWith(ending, parts[1] + "\n\n", StringComparison.Ordinal);
        Assert.Contains("assistant", parts[0], StringComparison.Ordinal);
        Assert.Contains("word1", parts[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Raw_text_and_a_huge_event_can_be_injected()
    {
        await MisbehaveAsync(new
        {
            events = 1,
            inject = new object[] { new { kind = "raw", raw = "id: 7\n\n" }, new { kind = "huge", characters = 3_000_000, afterEvents = 99 }, new { kind = "huge", characters = 3_000_000, afterEvents = 2 } },
        });

        var text = await TextAsync(Chat(stream: true));

        Assert.StartsWith("id: 7\n\n", text, StringComparison.Ordinal);
        Assert.InRange(text.Length, 3_000_000, 3_010_000);
        Assert.Equal(4, (await LogAsync(wait: 1))[0].GetProperty("eventsSent").GetInt32());
    }

    [Fact]
    public async Task A_dribbled_answer_is_the_same_answer()
    {
        await MisbehaveAsync(new { dribbleBytes = 7 });

        Assert.Equal(13, (await EventsAsync(Chat(stream: true))).Length);
        Assert.Equal("stop", (await AnswerAsync(Chat())).GetProperty("choices")[0].GetProperty("finish_reason").GetString());
    }

    [Fact]
    public async Task Dribbled_bytes_leave_in_pieces()
    {
        await MisbehaveAsync(new { status = 200, body = "0123456789", dribbleBytes = 3, fault = "end" });

        // On a bare socket the pieces show as chunks of HTTP/1.1.
        var raw = await RawAsync();

        Assert.Contains("\r\n3\r\n012\r\n2\r\n34\r\n0\r\n\r\n", raw, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Compression_comes_unasked(bool stream)
    {
        await MisbehaveAsync(new { gzip = true });

        using var reply = await PostAsync(Chat(stream));
        await using var plain = new GZipStream(await reply.Content.ReadAsStreamAsync(Token), CompressionMode.Decompress);
        using var reader = new StreamReader(plain);
        var text = await reader.ReadToEndAsync(Token);

        Assert.Equal("gzip", reply.Content.Headers.ContentEncoding.Single());
        Assert.Contains(stream ? "data: [DONE]" : "chat.completion", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Blank_lines_may_come_before_json_and_types_may_lie()
    {
        await MisbehaveAsync(new { leadingBlankLines = 3, contentType = "text/plain" });

        using var whole = await PostAsync(Chat());
        using var stream = await PostAsync(Chat(stream: true));

        Assert.StartsWith("\n\n\n{", await whole.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Equal("text/plain", stream.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Little_that_is_compressed_can_be_much()
    {
        const int much = 10_000_000;
        await MisbehaveAsync(new { gzip = true, leadingBlankLines = much, inject = new[] { new { kind = "huge", characters = much, afterEvents = 2 } } });

        foreach (var stream in new[] { false, true })
        {
            using var reply = await PostAsync(Chat(stream));
            var bytes = await reply.Content.ReadAsByteArrayAsync(Token);
            await using var plain = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
            using var unpacked = new MemoryStream();
            await plain.CopyToAsync(unpacked, Token);

            Assert.InRange(bytes.Length, 1, much / 50);
            Assert.InRange(unpacked.Length, much, much + 10_000);
        }
    }

    [Fact]
    public async Task Json_can_answer_a_stream_request()
    {
        await MisbehaveAsync(new { preset = "generic.ok_with_error_body" });

        using var reply = await PostAsync(Chat(stream: true));

        Assert.Equal("application/json", reply.Content.Headers.ContentType!.MediaType);
        Assert.Equal(200, (int)reply.StatusCode);
        Assert.Contains("server_error", await reply.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"delayHeadersMs":60}""", 60)]
    [InlineData("""{"delayFirstEventMs":60}""", 60)]
    [InlineData("""{"gapMs":8}""", 80)]
    public async Task Waits_are_kept(string answer, int atLeastMs)
    {
        await MisbehaveAsync(JsonSerializer.Deserialize<JsonElement>(answer));
        var clock = Stopwatch.StartNew();

        await EventsAsync(Chat(stream: true));

        Assert.True(clock.ElapsedMilliseconds >= atLeastMs, $"{clock.ElapsedMilliseconds} ms");
    }

    [Fact]
    public async Task Comments_fill_a_wait()
    {
        await MisbehaveAsync(new { delayFirstEventMs = 35, commentEveryMs = 10, events = 1 });

        var text = await TextAsync(Chat(stream: true));

        Assert.StartsWith(": keep-alive\n\n: keep-alive\n\n: keep-alive\n\ndata: ", text, StringComparison.Ordinal);
    }

    private async Task<string> RawAsync()
    {
        using var client = new TcpClient();
        await client.ConnectAsync(Http.BaseAddress!.Host, Http.BaseAddress.Port, Token);
        var request = "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer sk-1\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}";
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request), Token);
        using var reader = new StreamReader(client.GetStream());
        return await reader.ReadToEndAsync(Token);
    }
}
