using System.Net.Sockets;
using System.Text;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.BadInput;

[Collection(UndisturbedTests.Name)]
public sealed class LargeBodyTests(SharedGateway gateway)
{
    private const long MiB = 1024 * 1024;
    private static readonly byte[] Body = [.. Enumerable.Repeat((byte)' ', (int)(33 * MiB))];

    [Theory]
    [InlineData("announced")]
    [InlineData("sent anyway")]
    [InlineData("chunked")]
    public async Task Bodies_beyond_the_limit_are_refused_and_memory_stays_bounded(string how)
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
        var answer = how == "announced" ? await Announce(lane) : await SendAnyway(lane, chunked: how == "chunked");
        Assert.StartsWith("413", answer, StringComparison.Ordinal);
        Assert.Contains("\"request_too_large\"", answer, StringComparison.Ordinal);
    }

    /// <summary>Asks before it sends.</summary>
    private static async Task<string> Announce(Lane lane)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/v1/chat/completions", UriKind.Relative)) { Content = new ByteArrayContent(Body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        request.Headers.ExpectContinue = true;
        using var response = await lane.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var answer = await HttpAnswer.Read(response);
        return $"{answer.Status} {answer.Body}";
    }

    /// <summary>Goes on sending whatever the gateway says, as long as it takes it.</summary>
    private async Task<string> SendAnyway(Lane lane, bool chunked)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", gateway.Edge.DataAddress.Port, TestContext.Current.CancellationToken);
        await using var stream = client.GetStream();
        var framing = chunked ? $"Transfer-Encoding: chunked\r\n\r\n{Body.Length:x}" : $"Content-Length: {Body.Length}\r\n";
        var head = $"POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {lane.ConsumerKey}\r\nContent-Type: application/json\r\n{framing}\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head), TestContext.Current.CancellationToken);
        var answer = ReadAll(stream);
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

    /// <summary>What comes until the gateway closes, in whichever way it does.</summary>
    private static async Task<string> ReadAll(NetworkStream stream)
    {
        var read = new MemoryStream();
        try
        {
            await stream.CopyToAsync(read, TestContext.Current.CancellationToken);
        }
        catch (IOException)
        {
            // It did not take all that was sent.
        }
        return Encoding.ASCII.GetString(read.ToArray());
    }
}
