using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.Failover;

public sealed class FailoverTests(SharedGateway gateway)
{
    private const string AllWords = "word1 word2 word3 word4 word5 word6 word7 word8 word9 word10";
    private static readonly object Quick = new { firstByteMs = 300, firstTokenMs = 600, betweenTokensMs = 300 };

    [Fact]
    public async Task When_one_provider_fails_another_answers_and_the_headers_explain_it()
    {
        using var openai = await gateway.Lane();
        using var deepseek = await gateway.Lane(new LaneOptions { Keys = 2, Fallback = [openai] });
        await deepseek.Answers(new { preset = "deepseek.overloaded" });

        var answer = await deepseek.Chat();

        Assert.Equal(AllWords, answer.Ok["choices"]![0]!["message"]!["content"]!.GetValue<string>());
        Assert.Equal(deepseek.Model, answer.Json["model"]!.GetValue<string>());
        Assert.Equal($"{openai.Id}/fake-chat", answer.Header("x-aigateway-target"));
        Assert.NotEqual("", answer.Header("x-aigateway-fallback") ?? "");
        Assert.Single(await openai.Calls());
    }

    [Fact]
    public async Task A_chain_is_followed_over_several_hops_in_its_order()
    {
        using var fourth = await gateway.Lane();
        using var third = await gateway.Lane();
        using var second = await gateway.Lane();
        using var first = await gateway.Lane(new LaneOptions { Fallback = [second, third, fourth] });
        foreach (var (failing, preset) in new[] { (first, "openai.invalid_key"), (second, "generic.empty_500"), (third, "generic.empty_429") })
            await failing.Answers(new { preset });

        var answer = await first.Stream();

        Assert.Equal(AllWords, answer.Text);
        Assert.Equal("4", answer.Header("x-aigateway-attempts"));
        Assert.Equal($"{fourth.Id}/fake-chat", answer.Header("x-aigateway-target"));
        var order = new[] { first, second, third, fourth };
        var arrivals = new List<long>();
        foreach (var lane in order)
            arrivals.Add(Assert.Single(await lane.Calls()).ArrivedUs);
        Assert.Equal(arrivals.Order(), arrivals);
    }

    [Theory]
    [InlineData("reset", 0)]
    [InlineData("silence", 0)]
    [InlineData("cut", 0)]
    [InlineData("cut", 1)]
    [InlineData("stall", 0)]
    [InlineData("stall", 1)]
    [InlineData("end", 0)]
    [InlineData("end", 1)]
    [InlineData("error_event", 0)]
    [InlineData("error_event_abort", 1)]
    public async Task A_stream_that_fails_before_its_first_word_is_answered_by_another_key(string fault, int afterEvents)
    {
        using var lane = await gateway.Lane(new LaneOptions { Keys = 2, Timeouts = Quick });
        await lane.Answers(new { fault, afterEvents }, times: 1);

        var answer = await lane.Stream();

        Assert.Equal(200, answer.Status);
        Assert.Equal(AllWords, answer.Text);
        Assert.True(answer.Done && !answer.Broken, answer.ToString());
        Assert.Null(answer.ErrorEvent);
        Assert.Equal("2", answer.Header("x-aigateway-attempts"));
        Assert.Equal(2, (await lane.Calls()).Select(call => call.Key).Distinct().Count());
    }

    [Theory]
    [InlineData("reset")]
    [InlineData("silence")]
    [InlineData("cut")]
    [InlineData("stall")]
    [InlineData("end")]
    public async Task A_whole_answer_that_fails_anywhere_is_answered_by_another_key(string fault)
    {
        using var lane = await gateway.Lane(new LaneOptions { Keys = 2, Timeouts = Quick });
        await lane.Answers(new { fault }, times: 1);

        var answer = await lane.Chat();

        Assert.Equal(AllWords, answer.Ok["choices"]![0]!["message"]!["content"]!.GetValue<string>());
        Assert.Equal("2", answer.Header("x-aigateway-attempts"));
    }

    [Fact]
    public async Task A_stream_that_stalls_after_words_were_sent_ends_in_an_error_and_is_not_begun_anew()
    {
        using var lane = await gateway.Lane(new LaneOptions { Keys = 2, Timeouts = Quick });
        await lane.Answers(new { fault = "stall", afterEvents = 4 }, times: 1);

        var answer = await lane.Stream();

        Assert.Equal("word1 word2 word3", answer.Text);
        Assert.True(answer.Broken && !answer.Done, answer.ToString());
        Assert.Equal("upstream_interrupted", answer.ErrorEvent!["code"]!.GetValue<string>());
        Assert.Single(await lane.Calls());
    }

    [Fact]
    public async Task An_unreachable_provider_is_passed_over()
    {
        using var second = await gateway.Lane();
        using var first = await gateway.Lane(new LaneOptions { BaseUrl = $"http://127.0.0.1:{Ports.Free()}/v1", Fallback = [second] });

        var answer = await first.Chat();

        Assert.Equal(200, answer.Status);
        Assert.Equal($"{second.Id}/fake-chat", answer.Header("x-aigateway-target"));
    }

    [Fact]
    public async Task Calls_are_spread_over_all_healthy_keys()
    {
        using var lane = await gateway.Lane(new LaneOptions { Keys = 4 });

        for (var i = 0; i < 100; i++)
            Assert.Equal(200, (await lane.Chat()).Status);

        var byKey = (await lane.Calls()).CountBy(call => call.Key!).ToList();
        Assert.Equal(4, byKey.Count);
        // Drawn by chance: fewer than 5 of 25 comes once in a million runs.
        Assert.All(byKey, key => Assert.InRange(key.Value, 5, 60));
    }
}
