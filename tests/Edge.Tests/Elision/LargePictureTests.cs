using System.Text;
using AiGateway.Edge.Api;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Hosting;
using AiGateway.Edge.Pipeline;
using AiGateway.Edge.Pipeline.Bodies;
using AiGateway.Edge.Tests.Forms;
using AiGateway.Edge.Tests.Pipeline;
using AiGateway.Edge.Tests.Pipeline.Dialects;
using AiGateway.Edge.Upstream;
using Microsoft.AspNetCore.Http;

namespace AiGateway.Edge.Tests.Elision;

/// <summary>Calls with pictures of megabytes. Alone, for the whole process's memory is measured.</summary>
[Collection(nameof(FormMemoryTests))]
public sealed class LargePictureTests(ITestOutputHelper output) : IDisposable
{
    private readonly DialectBench _bench = new();

    [Fact]
    public async Task The_provider_gets_the_callers_bytes_at_the_first_key_and_at_the_second()
    {
        using var gateway = new TestGateway();
        var body = Body("chat", 3 * 1024 * 1024);
        gateway.Provider.Answers(500, TestGateway.ServerError).Answers(200, TestGateway.Answer());

        var caller = await gateway.Call(body);

        Assert.Equal(200, caller.Response.StatusCode);
        Assert.Equal(2, gateway.Provider.Requests.Count);
        Assert.All(gateway.Provider.Requests, sent => Assert.True(sent.Body == body.Replace("\"chat\"", "\"gpt\"", StringComparison.Ordinal)));
        Assert.Equal((0, 0), (gateway.Read.SpooledBytes, gateway.Read.BufferedBytes));
    }

    [Theory]
    [InlineData("claude", """{"id":"msg_1","type":"message","role":"assistant","model":"c","content":[{"type":"text","text":"hello"}],"stop_reason":"end_turn","usage":{"input_tokens":1,"output_tokens":1}}""")]
    [InlineData("gemini", """{"candidates":[{"content":{"role":"model","parts":[{"text":"hello"}]},"finishReason":"STOP","index":0}],"usageMetadata":{"promptTokenCount":3,"candidatesTokenCount":2,"totalTokenCount":5}}""")]
    [InlineData("nova", """{"output":{"message":{"role":"assistant","content":[{"text":"hello"}]}},"stopReason":"end_turn","usage":{"inputTokens":3,"outputTokens":2,"totalTokens":5}}""")]
    public async Task It_is_whole_in_another_dialect_too(string model, string answer)
    {
        var host = model switch { "gemini" => "google", "nova" => "amazon", _ => model };
        _bench.At(host).Answers(200, answer);

        var caller = await _bench.Call(Body(model, 2 * 1024 * 1024));

        Assert.Equal(200, caller.Response.StatusCode);
        Assert.Contains(Picture(2 * 1024 * 1024), _bench.Sent(host).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_picture_counts_as_one_and_text_without_a_space_as_text()
    {
        var reader = new Read(new GatewaySettings());
        var picture = await Scan(reader, Body("gpt", 3 * 1024 * 1024));
        var text = await Scan(reader, Body("gpt", 3 * 1024 * 1024).Replace("\"url\":\"data:image/png;base64,", "\"text\":\"", StringComparison.Ordinal));

        Assert.Equal((1, true), (picture.MediaParts, picture.TextBytes < 1_000));
        Assert.True(text.TextBytes > 3 * 1024 * 1024);
    }

    [Fact]
    public async Task A_picture_of_twenty_megabytes_is_in_no_memory()
    {
        var reader = new Read(new GatewaySettings());
        var body = Encoding.ASCII.GetBytes(Body("gpt", 20 * 1024 * 1024));
        await Pass(reader, body);

        var before = GC.GetTotalAllocatedBytes(precise: true);
        await Pass(reader, body);
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;

        output.WriteLine($"{allocated / 1024} KiB allocated in all, live and dead, for reading it and sending it twice");
        // Mostly what is dead at once: asynchronous reads and writes of pieces.
        Assert.InRange(allocated, 0, 3 * 1024 * 1024);
    }

    public void Dispose() => _bench.Dispose();

    private static async Task Pass(Read reader, byte[] body)
    {
        var call = New(body);
        Assert.Null(await reader.Run(call));
        for (var i = 0; i < 2; i++)
        {
            var edited = new PooledBody(call.Body.Length + 64);
            RequestEdit.Write(call.Body.Span, call.Scan, new RequestChanges { Model = "real" }, edited);
            using var content = new AttemptContent(edited, call.Elided);
            var sent = new Sink();
            await content.CopyToAsync(sent, TestContext.Current.CancellationToken);
            Assert.Equal(body.Length + 1, sent.Count);
        }
        reader.Release(call);
        Assert.Equal((0, 0), (reader.SpooledBytes, reader.BufferedBytes));
    }

    private static async Task<PromptTally> Scan(Read reader, string body)
    {
        var call = New(Encoding.ASCII.GetBytes(body));
        Assert.Null(await reader.Run(call));
        reader.Release(call);
        return call.Scan.Prompt;
    }

    private static Exchange New(byte[] body)
    {
        var http = new DefaultHttpContext();
        http.Request.ContentType = "application/json";
        http.Request.ContentLength = body.Length;
        http.Request.Body = new MemoryStream(body);
        return new Exchange(http, Operation.ChatCompletions, "req_test", Calls.New(http).Table, 0, 0);
    }

    private static string Picture(int bytes) => string.Concat(Enumerable.Repeat("iVBORw0KGgoAAAANSUhEUg+/", bytes / 24));

    private static string Body(string model, int bytes) =>
        $$$"""{"model":"{{{model}}}","messages":[{"role":"user","content":[{"type":"text","text":"what is it?"},{"type":"image_url","image_url":{"url":"data:image/png;base64,{{{Picture(bytes)}}}"}}]}]}""";

    private sealed class Sink : MemoryStream
    {
        public long Count { get; private set; }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Count += buffer.Length;
            return default;
        }
    }
}
