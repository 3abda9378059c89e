using System.Globalization;
using System.Net.Sockets;
using System.Text;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.BadInput;

/// <summary>What is no request at all is met with a clear 4xx, before any provider is asked or anything charged.</summary>
public sealed class BadRequestTests(SharedGateway gateway)
{
    private const string Hello = "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";

    [Theory]
    [InlineData("GET", "/v1/chat/completions", 405, "method_not_allowed")]
    [InlineData("DELETE", "/v1/embeddings", 405, "method_not_allowed")]
    [InlineData("POST", "/v1/models", 405, "method_not_allowed")]
    [InlineData("POST", "/v1/nothing", 404, "unknown_url")]
    [InlineData("GET", "/", 404, "unknown_url")]
    [InlineData("GET", "/v1/../admin/v1/catalog", 404, "unknown_url")]
    [InlineData("PATCH", "/v1/chat/completions/x", 404, "unknown_url")]
    public async Task Wrong_methods_and_paths_are_told_apart(string method, string path, int status, string code)
    {
        using var lane = await gateway.Lane();
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));

        using var response = await lane.Http.SendAsync(request, TestContext.Current.CancellationToken);

        var answer = await HttpAnswer.Read(response);
        Assert.Equal((status, code), (answer.Status, answer.ErrorCode));
        Assert.Equal(status == 405, answer.Header("allow") is not null);
    }

    [Fact]
    public async Task A_body_that_stops_arriving_is_given_up_in_time()
    {
        using var lane = await gateway.Lane();

        var answer = await Raw($"POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {lane.ConsumerKey}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{{\"model\":\"{lane.Model}\",");

        Assert.StartsWith("HTTP/1.1 408 ", answer, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"request_timeout\"", answer, StringComparison.Ordinal);
        Assert.Contains("retry-after: ", answer, StringComparison.OrdinalIgnoreCase);
        await lane.NothingHappened();
    }

    [Theory]
    [InlineData("GARBAGE\r\n\r\n")]
    [InlineData("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n")]
    [InlineData("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Type: application/json\r\n\r\nzz\r\n")]
    [InlineData("GET /v1/models HTTP/1.1\r\n\r\n")]
    [InlineData("GET /\u0000 HTTP/1.1\r\nHost: x\r\n\r\n")]
    public async Task A_request_that_is_no_http_gets_a_4xx_and_the_gateway_goes_on(string request)
    {
        using var lane = await gateway.Lane();

        var answer = await Raw(request);

        Assert.Matches("^HTTP/1.1 4[0-9][0-9] ", answer);
        Assert.Equal(200, (await lane.Chat()).Status);
    }

    [Fact]
    public async Task Arbitrary_bytes_never_get_more_than_a_4xx()
    {
        using var lane = await gateway.Lane();
        const int seed = 20_260_101;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var sane = Encoding.UTF8.GetBytes($$"""{"model":"no-such-model",{{Hello}},"stream":true,"x":[1,{"a":"\u00e9"}]}""");

        for (var i = 0; i < 300; i++)
        {
            var bytes = i % 2 == 0 ? new byte[random.Next(1, 400)] : (byte[])sane.Clone();
            if (i % 2 == 0)
                random.NextBytes(bytes);
            else
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            using var content = new ByteArrayContent(bytes);
            content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
            using var response = await lane.Http.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), content, TestContext.Current.CancellationToken);
            var answer = await HttpAnswer.Read(response);
            Assert.True(answer.Status is 400 or 404, string.Create(CultureInfo.InvariantCulture, $"{i}: {answer} to {Convert.ToHexString(bytes)}"));
            Assert.Equal("invalid_request_error", answer.Error["type"]!.GetValue<string>());
        }
        await lane.NothingHappened();
    }

    /// <summary>Everything that comes back until the gateway closes or falls silent.</summary>
    private async Task<string> Raw(string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", gateway.Edge.DataAddress.Port, TestContext.Current.CancellationToken);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request), TestContext.Current.CancellationToken);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(10));
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return await reader.ReadToEndAsync(deadline.Token);
    }
}
