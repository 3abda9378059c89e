using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;

namespace AiGateway.FakeProvider.Tests;

/// <summary>What a rule can do to OpenAI's chats it can do to every stream.</summary>
public sealed class FaultsEverywhereTests : ProviderTest
{
    private const int Huge = 200_000;

    private static readonly Dictionary<string, (string Path, string Body)> Streams = new()
    {
        ["chat"] = ("/v1/chat/completions", """{"model":"m","stream":true,"messages":[]}"""),
        ["response"] = ("/v1/responses", """{"model":"m","stream":true,"input":"x"}"""),
        ["anthropic"] = ("/v1/messages", """{"model":"m","stream":true,"max_tokens":99,"messages":[{"role":"user","content":"x"}]}"""),
        ["gemini"] = ("/v1beta/models/m:streamGenerateContent?alt=sse", """{"contents":[{"parts":[{"text":"x"}]}]}"""),
        ["gemini array"] = ("/v1beta/models/m:streamGenerateContent", """{"contents":[{"parts":[{"text":"x"}]}]}"""),
        ["bedrock"] = ("/model/m/converse-stream", """{"messages":[{"role":"user","content":[{"text":"x"}]}]}"""),
        ["azure"] = ("/openai/deployments/m/chat/completions?api-version=1", """{"stream":true,"messages":[]}"""),
        ["image"] = ("/v1/images/generations", """{"model":"m","prompt":"x","stream":true,"partial_images":3}"""),
        ["speech"] = ("/v1/audio/speech", """{"model":"m","input":"x","voice":"v"}"""),
        ["speech events"] = ("/v1/audio/speech", """{"model":"m","input":"x","voice":"v","stream_format":"sse"}"""),
    };

    public static TheoryData<string> Names => [.. Streams.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_stream_can_be_cut(string name)
    {
        await MisbehaveAsync(new { fault = "cut", afterEvents = 2 });

        await Assert.ThrowsAnyAsync<Exception>(() => ReadAsync(name));

        var entry = Assert.Single(await LogAsync(wait: 1));
        Assert.Equal(("broken_by_rule", 2), (entry.GetProperty("ending").GetString(), entry.GetProperty("eventsSent").GetInt32()));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_stream_can_end_early_with_a_word_of_error_or_without(string name)
    {
        await MisbehaveAsync(new { fault = "end", afterEvents = 2 }, times: 1);
        await MisbehaveAsync(new { fault = "error_event", afterEvents = 2, errorEvent = new { message = "for this test" } }, times: 1);

        var silent = await ReadAsync(name);
        var said = await ReadAsync(name);

        Assert.DoesNotContain("for this test", Encoding.UTF8.GetString(silent), StringComparison.Ordinal);
        Assert.Contains("for this test", Encoding.UTF8.GetString(said), StringComparison.Ordinal);
        Assert.All(await LogAsync(wait: 2), entry => Assert.Equal(("completed", 2), (entry.GetProperty("ending").GetString(), entry.GetProperty("eventsSent").GetInt32())));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_stream_can_carry_too_much_and_be_compressed_unasked(string name)
    {
        await MisbehaveAsync(new { gzip = true, inject = new[] { new { kind = "huge", characters = Huge, afterEvents = 1 } } });

        using var response = await PostAsync(name);
        await using var plain = new GZipStream(await response.Content.ReadAsStreamAsync(Token), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        await plain.CopyToAsync(bytes, Token);

        Assert.Equal("gzip", Assert.Single(response.Content.Headers.ContentEncoding));
        Assert.True(bytes.Length > Huge, $"{bytes.Length} bytes");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_stream_can_be_a_page_of_somebody_elses(string name)
    {
        await MisbehaveAsync(new { preset = "cloudflare.html_502" });

        using var response = await PostAsync(name);

        Assert.Equal((502, "text/html"), ((int)response.StatusCode, response.Content.Headers.ContentType!.MediaType));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_injection_can_stand_in_every_stream(string name)
    {
        string[] kinds = ["comment", "malformed", "empty_data", "no_choices", "empty_choices", "foreign_event", "corrupt", "raw"];
        await MisbehaveAsync(new { inject = kinds.Select(kind => new { kind, afterEvents = 1, raw = "\n" }) });

        Assert.NotEmpty(await ReadAsync(name));
        Assert.Equal("completed", Assert.Single(await LogAsync(wait: 1)).GetProperty("ending").GetString());
    }

    private async Task<byte[]> ReadAsync(string name)
    {
        using var response = await PostAsync(name);
        Assert.Equal(200, (int)response.StatusCode);
        return await response.Content.ReadAsByteArrayAsync(Token);
    }

    private async Task<HttpResponseMessage> PostAsync(string name)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Streams[name].Path) { Content = new StringContent(Streams[name].Body, MediaTypeHeaderValue.Parse("application/json")) };
        request.Headers.Add("anthropic-version", "2023-06-01");
        return await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
    }
}
