using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.Endpoints;

/// <summary>Who goes away is not answered any further.</summary>
public sealed class LeavingTests(SharedGateway gateway)
{
    private static readonly string[] Streams = ["audio.speech", "audio.speech streamed", "audio.transcriptions streamed", "completions streamed"];
    private static readonly string[] Waits = ["images.generations", "images.edits", "audio.translations", "embeddings"];

    [Fact]
    public Task In_the_middle_of_an_answer() => AllLeave(Streams, new { events = 10_000, gapMs = 20 }, async response =>
    {
        await using var body = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        Assert.NotEqual(0, await body.ReadAsync(new byte[100], TestContext.Current.CancellationToken));
    });

    [Fact]
    public Task Before_there_is_an_answer() => AllLeave(Waits, new { delayHeadersMs = 60_000 }, null);

    /// <summary>At once, since each waits for its record.</summary>
    private async Task AllLeave(string[] names, object answer, Func<HttpResponseMessage, Task>? read)
    {
        var lanes = new List<Lane>();
        foreach (var _ in names)
            lanes.Add(await gateway.Lane());
        await Task.WhenAll(names.Zip(lanes, (name, lane) => Leaves(name, lane, answer, read)));
        lanes.ForEach(lane => lane.Dispose());
    }

    private static async Task Leaves(string name, Lane lane, object answer, Func<HttpResponseMessage, Task>? read)
    {
        await lane.Answers(answer);
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using (var request = Question.All[name].For(lane.Model))
        {
            var asked = lane.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, leaving.Token);
            await Eventually.Get(lane.Calls, calls => calls is [{ Body: not null }]);
            if (read is not null)
            {
                using var response = await asked;
                await read(response);
            }
            await leaving.CancelAsync();
            if (read is null)
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        }

        var call = Assert.Single(await Eventually.Get(lane.Calls, calls => calls is [{ Ending: not null }], TimeSpan.FromSeconds(5)));
        Assert.Equal(FakeCall.AbortedByPeer, call.Ending);
        Assert.InRange(call.EventsSent, 0, 500);
        var record = Assert.Single(await lane.Records(1));
        Assert.Equal(("ClientGone", 499), (record["outcome"]!.GetValue<string>(), record["status"]!.GetValue<int>()));
    }
}
