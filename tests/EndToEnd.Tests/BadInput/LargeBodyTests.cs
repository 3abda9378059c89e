using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.BadInput;

public sealed class LargeBodyTests(SharedGateway gateway)
{
    private const long MiB = 1024 * 1024;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Bodies_beyond_the_limit_are_refused_and_cost_no_memory(bool chunked)
    {
        using var lane = await gateway.Lane();
        Assert.Equal(413, await Post(lane, chunked));
        var before = gateway.Edge.Process.ResidentBytes();
        var most = before;

        for (var i = 0; i < 50; i++)
        {
            Assert.Equal(413, await Post(lane, chunked));
            most = Math.Max(most, gateway.Edge.Process.ResidentBytes());
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"resident {before / MiB} MiB before, {most / MiB} MiB at the most");
        Assert.True(most - before < 200 * MiB, $"grew by {(most - before) / MiB} MiB");
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

    /// <returns>The status; a gateway that refuses early may close before all has been sent.</returns>
    private static async Task<int> Post(Lane lane, bool chunked)
    {
        var bytes = new byte[33 * MiB];
        Array.Fill(bytes, (byte)' ');
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/v1/chat/completions", UriKind.Relative)) { Content = new ByteArrayContent(bytes) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        request.Headers.TransferEncodingChunked = chunked;
        request.Headers.ExpectContinue = true;
        using var response = await lane.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var answer = await HttpAnswer.Read(response);
        Assert.Equal("request_too_large", answer.ErrorCode);
        return answer.Status;
    }
}
