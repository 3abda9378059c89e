using System.Globalization;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.Limits;

public sealed class LimitTests(SharedGateway gateway)
{
    /// <summary>Three words in, ten out, as the provider counts them.</summary>
    private const int TokensOfACall = 13;

    /// <summary>A window moves on in steps, so what was used leaves it a step later at the most.</summary>
    private const int MinuteAtMost = 66;

    [Fact]
    public async Task Requests_a_minute_are_counted_to_the_last_one()
    {
        using var lane = await gateway.Lane(new LaneOptions { Limits = new { requestsPerMinute = 3 } });

        for (var i = 0; i < 3; i++)
            Assert.Equal(200, (await lane.Chat()).Status);
        var refused = await lane.Chat();

        IsRefusal(refused, "requestsPerMinute", 3, MinuteAtMost);
        Assert.Equal(3, (await lane.Calls()).Count);
    }

    [Theory]
    [InlineData("tokensPerMinute", MinuteAtMost, "tokens", "rate_limit_exceeded")]
    [InlineData("tokensPerDay", 86_400, "insufficient_quota", "insufficient_quota")]
    public async Task Tokens_are_charged_as_they_were_used_and_not_as_they_were_guessed(string limit, int mostSeconds, string type, string code)
    {
        // Room for four calls; what a fifth must reserve is missing. Were reservations charged, three would be too many.
        const int most = (4 * TokensOfACall) + 15;
        using var lane = await gateway.Lane(new LaneOptions { Limits = new Dictionary<string, int> { [limit] = most } });

        var served = 0;
        HttpAnswer answer;
        while ((answer = await lane.Http.PostJson("/v1/chat/completions", Short(lane.Model))).Status == 200)
            Assert.True(++served < 10, "The limit does not hold.");

        Assert.Equal(4, served);
        IsRefusal(answer, limit, most, mostSeconds, code);
        Assert.Equal(type, answer.Error["type"]!.GetValue<string>());
        // Nobody should wait until tomorrow with a call in hand.
        Assert.Equal(code == "insufficient_quota" ? "false" : null, answer.Header("x-should-retry"));
    }

    [Fact]
    public async Task Concurrent_calls_beyond_the_limit_are_refused_and_others_served_when_one_has_ended()
    {
        using var lane = await gateway.Lane(new LaneOptions { Limits = new { concurrent = 2 } });
        await lane.Answers(new { delayHeadersMs = 1500 }, times: 2);
        var slow = new[] { lane.Chat(), lane.Chat() };
        await Eventually.Get(lane.Calls, calls => calls.Count == 2);

        var refused = await lane.Chat();
        await Task.WhenAll(slow);
        var served = await lane.Chat();

        IsRefusal(refused, "concurrent", 2, MinuteAtMost);
        Assert.All(slow, call => Assert.Equal(200, call.Result.Status));
        Assert.Equal(200, served.Status);
    }

    [Fact]
    public async Task Bad_and_refused_requests_are_charged_nothing()
    {
        using var lane = await gateway.Lane(new LaneOptions { Limits = new { requestsPerMinute = 2 } });
        using var other = await gateway.Lane();

        foreach (var bad in new[] { "{", "[]", """{"model":"x"}""", """{"messages":[]}""" })
            Assert.InRange((await lane.Http.PostJson("/v1/chat/completions", bad)).Status, 400, 404);
        Assert.Equal(403, (await lane.Http.Chat(other.Model)).Status);
        Assert.Equal(404, (await lane.Http.Chat("no-such-model")).Status);
        var answers = new List<int>();
        for (var i = 0; i < 6; i++)
            answers.Add((await lane.Chat()).Status);

        Assert.Equal([200, 200, 429, 429, 429, 429], answers);
        Assert.Equal(2, (await lane.Calls()).Count);
    }

    [Fact]
    public async Task A_call_no_provider_ever_saw_is_charged_nothing()
    {
        using var lane = await gateway.Lane(new LaneOptions { BaseUrl = $"http://127.0.0.1:{Ports.Free()}/v1", Limits = new { tokensPerDay = 40 } });

        for (var i = 0; i < 4; i++)
        {
            var answer = await lane.Http.PostJson("/v1/chat/completions", Short(lane.Model));
            Assert.NotEqual(429, answer.Status);
        }
    }

    [Fact]
    public async Task Slots_of_callers_that_hang_up_are_free_again()
    {
        using var lane = await gateway.Lane(new LaneOptions { Limits = new { concurrent = 5 } });
        await lane.Answers(new { gapMs = 50, events = 1000 }, times: 50);

        for (var round = 1; round <= 10; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => HangUpMidway(lane)));
            await Eventually.Get(lane.Calls, calls => calls.Count(c => c.Ending is not null) == 5 * round);
        }

        var after = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => lane.Chat()));
        Assert.All(after, answer => Assert.Equal(200, answer.Status));
        Assert.Equal(50, (await lane.Calls()).Count(c => c.Ending == FakeCall.AbortedByPeer));
    }

    /// <summary>Hangs up once words have come. A slot of the round before may take a moment to be free again.</summary>
    private static async Task HangUpMidway(Lane lane)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using var response = await Eventually.Get(() => lane.Http.OpenStream(lane.Model, null, stop.Token), r => (int)r.StatusCode == 200);
        await using var body = await response.Content.ReadAsStreamAsync(stop.Token);
        Assert.True(await body.ReadAsync(new byte[64], stop.Token) > 0);
        await stop.CancelAsync();
    }

    private static object Short(string model) => new { model, messages = new[] { new { role = "user", content = "one two three" } }, max_tokens = 10 };

    private static void IsRefusal(HttpAnswer answer, string limit, int most, int mostSeconds, string code = "rate_limit_exceeded")
    {
        Assert.Equal(429, answer.Status);
        Assert.Equal(code, answer.ErrorCode);
        var message = answer.Error["message"]!.GetValue<string>();
        Assert.Contains(limit, message, StringComparison.Ordinal);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"limit {most}"), message, StringComparison.Ordinal);
        Assert.Matches("remaining [0-9]+", message);
        var seconds = int.Parse(answer.Header("retry-after")!, CultureInfo.InvariantCulture);
        Assert.InRange(seconds, 1, mostSeconds);
        Assert.InRange(long.Parse(answer.Header("retry-after-ms")!, CultureInfo.InvariantCulture), (seconds - 1) * 1_000L, seconds * 1_000L);
    }
}
