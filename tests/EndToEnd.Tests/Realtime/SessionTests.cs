using System.Net.WebSockets;
using System.Security.Cryptography;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.Realtime;

/// <summary>How sessions begin, and what passes while they live.</summary>
public sealed class SessionTests(SharedGateway gateway)
{
    private Uri Edge => gateway.Edge.DataAddress;

    [Theory]
    [InlineData("bearer")]
    [InlineData("header")]
    [InlineData("query")]
    [InlineData("bearer in the query")]
    [InlineData("protocol")]
    [InlineData("azure")]
    public async Task A_key_is_taken_wherever_clients_put_it_and_goes_no_further(string where)
    {
        using var lane = await gateway.Lane();
        var key = Uri.EscapeDataString(lane.ConsumerKey);

        using var client = where switch
        {
            "bearer" => await RealtimeClient.Connect(Edge, $"/v1/realtime?model={lane.Model}", lane.ConsumerKey),
            "header" => await RealtimeClient.Connect(Edge, $"/openai/v1/realtime?model={lane.Model}", null, options => options.SetRequestHeader("api-key", lane.ConsumerKey)),
            "query" => await RealtimeClient.Connect(Edge, $"/openai/v1/realtime?model={lane.Model}&api-key={key}"),
            "bearer in the query" => await RealtimeClient.Connect(Edge, $"/openai/realtime?api-version=2025-04-01-preview&deployment={lane.Model}&Authorization={Uri.EscapeDataString("Bearer " + lane.ConsumerKey)}"),
            "azure" => await RealtimeClient.Connect(Edge, $"/openai/realtime?api-version=2025-04-01-preview&deployment={lane.Model}&api-key={key}"),
            _ => await RealtimeClient.Connect(Edge, $"/v1/realtime?model={lane.Model}", null, options =>
            {
                options.AddSubProtocol("realtime");
                options.AddSubProtocol("openai-insecure-api-key." + lane.ConsumerKey);
                options.AddSubProtocol("openai-organization.org");
            }),
        };
        var created = await client.Hear();
        await client.Close();

        Assert.Equal("session.created", RealtimeClient.Type(created));
        Assert.Equal("fake-chat", created["session"]!["model"]!.GetValue<string>());
        Assert.Equal(where == "protocol" ? "realtime" : null, client.Socket.SubProtocol);
        var call = Assert.Single(await lane.Sessions(1));
        Assert.Equal((lane.Secret(1), "fake-chat"), (call.Key, call.Model));
        Assert.DoesNotContain(lane.ConsumerKey, call.Query + string.Join('\n', call.Headers), StringComparison.Ordinal);
        Assert.DoesNotContain("organization", string.Join('\n', call.Headers), StringComparison.Ordinal);
        Assert.DoesNotContain(lane.Secret(1), string.Join('\n', client.Socket.HttpResponseHeaders!.Select(h => string.Join(' ', h.Value))) + created, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_answer_is_charged_while_the_session_lives()
    {
        using var lane = await gateway.Lane(new LaneOptions { Limits = new { requestsPerMinute = 100, tokensPerMinute = 100_000 } });
        using var client = await RealtimeClient.Begin(gateway, lane);

        Assert.Equal("alpha beta", await client.Turn("alpha beta"));
        var first = await lane.Used(calls: 1);
        Assert.Equal("gamma", await client.Turn("gamma"));
        var second = await lane.Used(calls: 2);
        await client.Close();

        // Two words in and out; then these four, one more, and it said back.
        Assert.Equal((2, 2), (first["promptTokens"]!.GetValue<int>(), first["completionTokens"]!.GetValue<int>()));
        Assert.Equal((2 + 5, 2 + 1), (second["promptTokens"]!.GetValue<int>(), second["completionTokens"]!.GetValue<int>()));
        Assert.Equal("99", client.Header("x-ratelimit-remaining-requests"));
        Assert.Equal(($"{lane.Id}/fake-chat", "1"), (client.Header("x-aigateway-target"), client.Header("x-aigateway-attempts")));
        // Nothing is left behind but the two answers: the turn that was not taken costs nothing.
        await Eventually.Get(lane.Sessions, sessions => sessions is [{ Ending: not null }]);
        Assert.Equal([("Ok", 2), ("Ok", 5)], (await lane.Records(2)).Select(r => (r["outcome"]!.GetValue<string>(), r["tokens"]!["prompt"]!.GetValue<int>())).Order());
    }

    [Fact]
    public async Task Sound_and_bytes_pass_both_ways_at_once()
    {
        const int messages = 40;
        using var lane = await gateway.Lane();
        await lane.Answers(new { dribbleBytes = 30_000 });
        using var client = await RealtimeClient.Begin(gateway, lane);
        byte[][] sent = [.. Enumerable.Range(0, messages).Select(i => RandomNumberGenerator.GetBytes(i * 7_919 % 250_000))];

        // More than all buffers on the way hold: were one direction to wait for the other, it would never end.
        var saying = Task.Run(async () =>
        {
            foreach (var bytes in sent)
                await client.SayBytes(bytes);
        }, TestContext.Current.CancellationToken);
        var heard = new List<(WebSocketMessageType Type, byte[] Bytes)>();
        while (heard.Count < messages)
            heard.Add(await client.Receive());
        await saying;

        byte[] sound = RandomNumberGenerator.GetBytes(3_500);
        foreach (var piece in sound.Chunk(1_000))
            await client.Say(new { type = "input_audio_buffer.append", audio = Convert.ToBase64String(piece) });
        await client.Say(new { type = "input_audio_buffer.commit" });
        await client.Say(new { type = "response.create" });
        var events = await client.HearUntil("response.done");

        Assert.All(heard, message => Assert.Equal(WebSocketMessageType.Binary, message.Type));
        Assert.Equal(sent, heard.Select(message => message.Bytes));
        Assert.Equal(sound, events.Where(said => RealtimeClient.Type(said) == "response.output_audio.delta").SelectMany(said => Convert.FromBase64String(said["delta"]!.GetValue<string>())));
        Assert.Equal(4, (await lane.Used(calls: 1))["promptTokens"]!.GetValue<int>());
    }

    [Theory]
    [InlineData("status")]
    [InlineData("event")]
    [InlineData("close")]
    public async Task A_key_that_is_refused_gives_way_to_the_next(string how)
    {
        using var lane = await gateway.Lane(new LaneOptions { Keys = 2 });
        await lane.Answers(how switch
        {
            "status" => new { preset = "openai.invalid_key" },
            "event" => new { fault = "error_event", errorEvent = new { type = "error", event_id = "e", error = new { type = "invalid_request_error", code = "invalid_api_key", message = "Incorrect API key provided: {{key}}" } } },
            _ => (object)new { fault = "end", closeStatus = 4000 },
        }, times: 1);

        using var client = await RealtimeClient.Begin(gateway, lane);
        var said = await client.Turn("still here");

        Assert.Equal("still here", said);
        Assert.Equal("2", client.Header("x-aigateway-attempts"));
        var calls = await lane.Sessions();
        Assert.Equal([lane.Secret(1), lane.Secret(2)], calls.Select(call => call.Key!).Order());
        if (how != "close")
            Assert.Equal("Dead", await lane.Admin.KeyBecomes(lane.KeyId(calls[0].Key == lane.Secret(1) ? 1 : 2), "Dead"));
    }

    [Fact]
    public async Task When_nobody_lets_it_in_the_handshake_says_why()
    {
        using var lane = await gateway.Lane();
        await lane.Answers(new { preset = "openai.invalid_key" });

        var answer = await gateway.Edge.Handshake($"/v1/realtime?model={lane.Model}", lane.ConsumerKey);

        Assert.StartsWith("HTTP/1.1 503", answer, StringComparison.Ordinal);
        Assert.DoesNotContain(lane.Secret(1), answer, StringComparison.Ordinal);
        Assert.Equal([("UpstreamError", 0)], (await lane.Records(1)).Select(r => (r["outcome"]!.GetValue<string>(), r["tokens"]!["prompt"]!.GetValue<int>())));
    }

    [Fact]
    public async Task What_cannot_become_a_session_is_told_so_before_it_begins()
    {
        using var lane = await gateway.Lane();
        using var http = gateway.Edge.ClientWith(lane.ConsumerKey);

        Assert.Equal(404, await RealtimeClient.Refused(Edge, "/v1/realtime?model=nobody-has-it", lane.ConsumerKey));
        Assert.Equal(400, await RealtimeClient.Refused(Edge, "/v1/realtime", lane.ConsumerKey));
        Assert.Equal(401, await RealtimeClient.Refused(Edge, $"/v1/realtime?model={lane.Model}"));
        Assert.Equal(401, await RealtimeClient.Refused(Edge, $"/v1/realtime?model={lane.Model}", "sk-nobody"));
        var plain = await http.GetAnswer($"/v1/realtime?model={lane.Model}");
        Assert.Equal((426, "upgrade_required", "websocket"), (plain.Status, plain.ErrorCode, plain.Header("Upgrade")));
        Assert.Equal(405, (await http.PostJson($"/v1/realtime?model={lane.Model}", "{}")).Status);
        Assert.Empty(await lane.Sessions());
    }
}
