using System.Globalization;
using System.Text.Json.Nodes;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.Usage;

public sealed class UsageTests(SharedGateway gateway)
{
    [Fact]
    public async Task A_call_leaves_one_record_with_everything_that_is_to_be_known_of_it()
    {
        using var second = await gateway.Lane();
        using var lane = await gateway.Lane(new LaneOptions { Fallback = [second] });
        await lane.Answers(new { status = 500 }, times: 1);
        await second.Answers(new { cachedTokens = 2, reasoningTokens = 4, delayFirstEventMs = 60, gapMs = 10 });
        var before = DateTimeOffset.UtcNow.AddSeconds(-1).ToUnixTimeMilliseconds();

        var answer = await lane.Stream();

        var record = Assert.Single(await Records(lane, 1));
        Assert.Equal(answer.Header("x-request-id"), Text(record, "callId"));
        Assert.InRange(record["startedAtMs"]!.GetValue<long>(), before, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
        Assert.Equal(lane.Id, Text(record, "consumer"));
        Assert.Equal(lane.Model, Text(record, "model"));
        Assert.Equal("chat.completions", Text(record, "operation"));
        Assert.Equal((second.Id, "fake-chat", second.KeyId(1)), (Text(record, "provider"), Text(record, "targetModel"), Text(record, "key")));
        Assert.Equal(2, record["attempts"]!.GetValue<int>());
        Assert.True(record["streamed"]!.GetValue<bool>());
        Assert.Equal((3, 14, 2, 4), Tokens(record));
        Assert.False(Estimated(record));
        var first = record["firstTokenMs"]!.GetValue<double>();
        Assert.InRange(first, 60, 5_000);
        Assert.InRange(record["totalMs"]!.GetValue<double>(), first + 80, 10_000);
        Assert.Equal(("Ok", 200), (Text(record, "outcome"), record["status"]!.GetValue<int>()));
    }

    [Fact]
    public async Task Each_way_a_call_can_end_is_told_apart()
    {
        using var lane = await gateway.Lane(new LaneOptions { Limits = new { requestsPerMinute = 4 } });
        _ = (await lane.Chat()).Ok;
        await lane.Answers(new { preset = "openai.context_length" }, times: 1);
        Assert.Equal(400, (await lane.Chat()).Status);
        await lane.Answers(new { status = 500 }, times: 1);
        Assert.Equal(502, (await lane.Chat()).Status);
        await lane.Answers(new { fault = "cut", afterEvents = 4 }, times: 1);
        Assert.True((await lane.Stream()).Broken);
        Assert.Equal(429, (await lane.Chat()).Status);

        var records = await Records(lane, 5);

        Assert.Equal(
            [("ClientError", 400), ("Interrupted", 200), ("Limited", 429), ("Ok", 200), ("UpstreamError", 502)],
            records.Select(r => (Text(r, "outcome"), r["status"]!.GetValue<int>())).Order());
        Assert.Equal(0, records.Single(r => Text(r, "outcome") == "Limited")["attempts"]!.GetValue<int>());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Tokens_a_provider_does_not_report_are_estimated_and_marked(bool stream)
    {
        using var lane = await gateway.Lane();
        await lane.Answers(new { usage = "absent" });

        _ = stream ? (await lane.Stream()).Text : (await lane.Chat()).Body;

        var record = Assert.Single(await Records(lane, 1));
        Assert.True(Estimated(record));
        var (prompt, completion, _, _) = Tokens(record);
        Assert.InRange(prompt, 3, 20);
        // "word1" is two tokens or so to a tokenizer.
        Assert.InRange(completion, 10, 35);
    }

    [Fact]
    public async Task A_client_that_hangs_up_ends_the_upstream_call_and_pays_for_what_it_got()
    {
        using var lane = await gateway.Lane();
        await lane.Answers(new { gapMs = 30, events = 2000 });
        using (var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken))
        {
            using var response = await lane.Http.OpenStream(lane.Model, null, stop.Token);
            await using var body = await response.Content.ReadAsStreamAsync(stop.Token);
            var read = 0;
            while (read < 2_000)
                read += await body.ReadAsync(new byte[512], stop.Token);
            await stop.CancelAsync();
        }

        var upstream = Assert.Single(await Eventually.Get(lane.Calls, calls => calls is [{ Ending: not null }], TimeSpan.FromSeconds(3)));
        var record = Assert.Single(await Records(lane, 1));

        Assert.Equal(FakeCall.AbortedByPeer, upstream.Ending);
        Assert.InRange(upstream.EventsSent, 3, 200);
        Assert.Equal("ClientGone", Text(record, "outcome"));
        Assert.True(Estimated(record));
        Assert.InRange(Tokens(record).Completion, 3, 3 * upstream.EventsSent);
    }

    [Fact]
    public async Task Roll_ups_of_every_size_are_the_sum_of_the_calls()
    {
        using var lane = await gateway.Lane();
        await lane.Answers(new { status = 500 }, times: 1);
        var from = DateTimeOffset.UtcNow.AddMinutes(-2).ToString("O", CultureInfo.InvariantCulture);
        for (var i = 0; i < 6; i++)
            _ = i % 2 == 0 ? (await lane.Chat()).Status : (await lane.Stream()).Status;
        _ = (await lane.Http.Embed(lane.Model)).Ok;

        var records = await Records(lane, 7);
        var sum = (Calls: 7L, Prompt: records.Sum(r => Tokens(r).Prompt), Completion: records.Sum(r => Tokens(r).Completion), Attempts: records.Sum(r => r["attempts"]!.GetValue<long>()));

        Assert.Equal((7, 18 + 3 - 3, 50, 7), sum);
        foreach (var by in new[] { "model", "consumer" })
        {
            foreach (var resolution in new[] { "minute", "hour", "day" })
            {
                var start = resolution == "minute" ? from : DateTimeOffset.UtcNow.AddDays(-1).ToString("O", CultureInfo.InvariantCulture);
                // Sums are passed on by themselves, a second or so behind the records, and each page of them by itself.
                var rollup = await Eventually.Get(
                    async () => (await lane.Admin.Get($"/admin/v1/usage?by={by}&id={lane.Id}&resolution={resolution}&from={Uri.EscapeDataString(start)}")).Ok,
                    seen => L(seen["data"]![0]!["total"]!, "calls") == 7);
                var total = rollup["data"]![0]!["total"]!;
                Assert.Equal(sum, (L(total, "calls"), L(total, "promptTokens"), L(total, "completionTokens"), L(total, "attempts")));
                Assert.Equal((6, 1), (L(total["outcomes"]!, "Ok"), L(total["outcomes"]!, "UpstreamError")));
                Assert.Equal(7, rollup["data"]![0]!["points"]!.AsArray().Sum(p => L(p!["usage"]!, "calls")));
                Assert.True(total["durationMs"]!["p50"]!.GetValue<double>() > 0);
            }
        }
    }

    [Fact]
    public async Task Metrics_have_the_conventions_names_and_no_callers_words()
    {
        using var lane = await gateway.Lane();
        _ = (await lane.Chat()).Ok;
        using var http = new HttpClient { BaseAddress = gateway.Edge.AdminAddress };

        var metrics = await Eventually.Get(() => http.GetAnswer("/metrics"), answer => answer.Body.Contains(lane.Id, StringComparison.Ordinal));

        foreach (var name in new[] { "gen_ai_client_token_usage", "gen_ai_server_request_duration", "gen_ai_server_time_to_first_token", "aigateway_calls", "aigateway_attempts", "aigateway_overhead_seconds_bucket{", "aigateway_control_plane_age_seconds" })
            Assert.Contains(name, metrics.Body, StringComparison.Ordinal);
        Assert.Contains("gen_ai_token_type=\"input\"", metrics.Body, StringComparison.Ordinal);
        Assert.Contains($"gen_ai_request_model=\"{lane.Model}\"", metrics.Body, StringComparison.Ordinal);
        Assert.Contains($"aigateway_key=\"{lane.KeyId(1)}\",aigateway_provider=\"{lane.Id}\",aigateway_state=\"Active\"", metrics.Body, StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<JsonNode>> Records(Lane lane, int count)
    {
        var found = await Eventually.Get(
            async () => (await lane.Admin.Get($"/admin/v1/usage/calls?consumer={lane.Id}")).Ok["data"]!.AsArray().Select(r => r!).ToList(),
            records => records.Count >= count);
        Assert.Equal(count, found.Count);
        return found;
    }

    private static (int Prompt, int Completion, int Cached, int Reasoning) Tokens(JsonNode record)
    {
        var tokens = record["tokens"]!;
        return (tokens["prompt"]!.GetValue<int>(), tokens["completion"]!.GetValue<int>(), tokens["cached"]!.GetValue<int>(), tokens["reasoning"]!.GetValue<int>());
    }

    private static bool Estimated(JsonNode record) => record["tokens"]!["estimated"]!.GetValue<bool>();

    private static long L(JsonNode node, string member) => node[member]!.GetValue<long>();

    private static string? Text(JsonNode node, string member) => node[member]?.GetValue<string>();
}
