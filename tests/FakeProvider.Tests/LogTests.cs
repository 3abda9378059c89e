using System.Text.Json;

namespace AiGateway.FakeProvider.Tests;

public sealed class LogTests : ProviderTest
{
    [Fact]
    public async Task The_log_has_what_arrived_and_how_it_ended()
    {
        Http.DefaultRequestHeaders.Add("x-trace", "t1");
        await AnswerAsync(Chat(model: "m1"), "/v1/chat/completions?api-version=1");
        await EventsAsync(Chat(stream: true));

        var entries = await LogAsync(wait: 2);

        Assert.Equal([1, 2], entries.Select(entry => entry.GetProperty("seq").GetInt64()));
        var first = entries[0];
        Assert.Equal("POST", first.GetProperty("method").GetString());
        Assert.Equal("/v1/chat/completions", first.GetProperty("path").GetString());
        Assert.Equal("?api-version=1", first.GetProperty("query").GetString());
        Assert.Equal("sk-1", first.GetProperty("key").GetString());
        Assert.Equal("m1", first.GetProperty("model").GetString());
        Assert.Equal("t1", first.GetProperty("headers").GetProperty("x-trace").GetString());
        Assert.Contains("one two three", first.GetProperty("body").GetString(), StringComparison.Ordinal);
        Assert.Equal("completed", first.GetProperty("ending").GetString());
        Assert.True(first.GetProperty("endedUs").GetInt64() >= first.GetProperty("arrivedUs").GetInt64());
        Assert.Equal((true, 13, 200), (entries[1].GetProperty("stream").GetBoolean(), entries[1].GetProperty("eventsSent").GetInt32(), entries[1].GetProperty("status").GetInt32()));
    }

    [Fact]
    public async Task Times_are_microseconds_of_unix_time_and_rise_with_the_sequence()
    {
        var before = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        await AnswerAsync(Chat());
        await AnswerAsync(Chat());

        var times = (await LogAsync(wait: 2)).Select(entry => entry.GetProperty("arrivedUs").GetInt64()).ToArray();

        Assert.InRange(times[0] / 1000, before - 60_000, before + 60_000);
        Assert.True(times[1] > times[0]);
    }

    [Fact]
    public async Task A_reader_sees_only_what_is_new_and_a_clear_does_not_restart_the_numbers()
    {
        await AnswerAsync(Chat());
        await AnswerAsync(Chat());

        Assert.Equal(2, Assert.Single(await LogAsync(wait: 1, after: 1)).GetProperty("seq").GetInt64());
        using var cleared = await Http.DeleteAsync(new Uri("/_control/log", UriKind.Relative), Token);
        Assert.Empty(await LogAsync());
        await AnswerAsync(Chat());
        Assert.Equal(3, Assert.Single(await LogAsync(wait: 1)).GetProperty("seq").GetInt64());
    }

    [Fact]
    public async Task A_reader_can_drop_what_it_has_read_and_the_counts_go_on()
    {
        for (var i = 0; i < 3; i++)
            await AnswerAsync(Chat());
        await LogAsync(wait: 3);

        using var dropped = await Http.DeleteAsync(new Uri("/_control/log?through=2", UriKind.Relative), Token);

        Assert.Equal(3, Assert.Single(await LogAsync()).GetProperty("seq").GetInt64());
        Assert.Equal(3, (await ControlAsync("stats")).GetProperty("requests").GetInt32());
    }

    [Fact]
    public async Task A_wait_that_is_not_met_ends_with_what_there_is()
    {
        await AnswerAsync(Chat());
        await LogAsync(wait: 1);

        var log = await ControlAsync("log?wait=2&timeoutMs=30");

        Assert.Single(log.GetProperty("entries").EnumerateArray());
    }

    [Fact]
    public async Task Stats_count_calls_under_way_by_key()
    {
        await MisbehaveAsync(new { fault = "stall", afterEvents = 1 }, times: 2);
        var streams = new[] { await OpenStreamAsync(), await OpenStreamAsync() };
        await AnswerAsync(Chat());
        await LogAsync(wait: 1);

        var during = await ControlAsync("stats");
        foreach (var stream in streams)
            stream.Dispose();
        await LogAsync(wait: 3);
        var after = await ControlAsync("stats");

        Assert.Equal((3, 2, 3), Counts(during));
        Assert.Equal((3, 0, 3), Counts(after.GetProperty("byKey").GetProperty("sk-1")));
    }

    private static (int Requests, int InFlight, int Max) Counts(JsonElement counts) =>
        (counts.GetProperty("requests").GetInt32(), counts.GetProperty("inFlight").GetInt32(), counts.GetProperty("maxInFlight").GetInt32());
}
