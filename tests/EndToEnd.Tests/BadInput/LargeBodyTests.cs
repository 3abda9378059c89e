using System.Net.Sockets;
using System.Text;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.BadInput;

public sealed class LargeBodyTests(SharedGateway gateway)
{
    private const long MiB = 1024 * 1024;
    private static readonly byte[] Body = [.. Enumerable.Repeat((byte)' ', (int)(33 * MiB))];

    [Theory]
    [InlineData("announced")]
    [InlineData("sent anyway")]
    [InlineData("chunked")]
    public async Task Bodies_beyond_the_limit_are_refused_and_cost_no_memory(string how)
    {
        using var lane = await gateway.Lane();
        // Buffers that are kept for reuse are there after these.
        for (var i = 0; i < 10; i++)
            await Refused(lane, how);
        var before = gateway.Edge.Process.ResidentBytes();

        for (var i = 0; i < 50; i++)
            await Refused(lane, how);

        var after = gateway.Edge.Process.ResidentBytes();
        TestContext.Current.TestOutputHelper?.WriteLine($"resident {before / MiB} MiB before, {after / MiB} MiB after");
        Assert.True(after - before < 200 * MiB, $"grew by {(after - before) / MiB} MiB");
        Assert.Empty(await lane.Calls());
        Assert.Equal(200, (await lane.Chat()).Status);
    }

    [Fact]
    public async Task A_body_just_below_the_limit_goes_through_whole()
    {
        using var lane = await gateway.Lane();
        var prompt = new string('x', (int)(31 * MiB));

        var answer = await lane.Chat(prompt);

        Assert.Equal(200, answer.Status);
        Assert.Equal(prompt.Length, Assert.Single(await lane.Calls()).Json["messages"]![0]!["content"]!.GetValue<string>().Length);
    }

    private async Task Refused(Lane lane, string how)
    {
        var answer = how == "sent anyway" ? await SendAnyway(lane) : await Post(lane, chunked: how == "chunked");
        Assert.StartsWith("413", answer, StringComparison.Ordinal);
        Assert.Contains("\"request_too_large\"", answer, StringComparison.Ordinal);
    }

    private static async Task<string> Post(Lane lane, bool chunked)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/v1/chat/completions", UriKind.Relative)) { Content = new ByteArrayContent(Body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        request.Headers.TransferEncodingChunked = chunked;
        request.Headers.ExpectContinue = true;
        using var response = await lane.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var answer = await HttpAnswer.Read(response);
        return $"{answer.Status} {answer.Body}";
    }

    /// <summary>Goes on sending whatever the gateway says, as long as it takes it, and reads only then.</summary>
    private async Task<string> SendAnyway(Lane lane)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", gateway.Edge.DataAddress.Port, TestContext.Current.CancellationToken);
        await using var stream = client.GetStream();
        var head = $"POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {lane.ConsumerKey}\r\nContent-Type: application/json\r\nContent-Length: {Body.Length}\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head), TestContext.Current.CancellationToken);
        var answer = new StreamReader(stream, Encoding.ASCII).ReadToEndAsync(TestContext.Current.CancellationToken);
        try
        {
            await stream.WriteAsync(Body, TestContext.Current.CancellationToken);
        }
        catch (IOException)
        {
            // It has heard enough.
        }
        return (await answer)["HTTP/1.1 ".Length..];
    }
}
