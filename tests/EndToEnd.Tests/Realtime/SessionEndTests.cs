using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.Realtime;

/// <summary>How sessions end, and what each side is told.</summary>
public sealed class SessionEndTests(SharedGateway gateway)
{
    [Fact]
    public async Task The_callers_close_code_reaches_the_provider()
    {
        using var lane = await gateway.Lane();
        using var client = await RealtimeClient.Begin(gateway, lane);

        await client.Close(4321, "enough");

        Assert.Equal(4321, (int)client.Socket.CloseStatus!);
        Assert.Equal((4321, FakeCall.Completed), (await lane.Sessions(1)).Select(call => (call.CloseStatus, call.Ending)).Single());
        // It has made one call, the handshake.
        Assert.Equal([("Ok", true)], (await lane.Records(1)).Select(r => (r["outcome"]!.GetValue<string>(), r["streamed"]!.GetValue<bool>())));
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(1008)]
    [InlineData(4000)]
    public async Task The_providers_close_code_reaches_the_caller(int code)
    {
        using var lane = await gateway.Lane();
        await lane.Answers(new { fault = "end", afterEvents = 1, closeStatus = code });
        using var client = await RealtimeClient.Begin(gateway, lane);

        Assert.Equal((code, "told to"), await client.Ended());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_provider_that_dies_is_told_as_such(bool speaking)
    {
        using var lane = await gateway.Lane();
        await lane.Answers(new { fault = "cut", afterEvents = speaking ? 8 : 1 });
        using var client = await RealtimeClient.Begin(gateway, lane);
        if (speaking)
            await client.Say(new { type = "response.create" });

        var (code, reason) = await client.Ended();

        Assert.Equal(1011, code);
        Assert.Contains("provider", reason, StringComparison.Ordinal);
        Assert.Equal("Interrupted", Assert.Single(await lane.Records(1))["outcome"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("disabled")]
    [InlineData("deleted")]
    [InlineData("key removed")]
    [InlineData("model withdrawn")]
    public async Task A_session_ends_as_soon_as_its_consumer_is_no_longer_let_in(string how)
    {
        using var lane = await gateway.Lane();
        using var other = await gateway.Lane();
        using var client = await RealtimeClient.Begin(gateway, lane);
        using var untouched = await RealtimeClient.Begin(gateway, other);
        var keyId = (await lane.Admin.Get($"/admin/v1/consumers/{lane.Id}")).Ok["keys"]![0]!["id"]!.GetValue<string>();
        var watch = Stopwatch.StartNew();

        _ = (how switch
        {
            "disabled" => await lane.Admin.Put($"/admin/v1/consumers/{lane.Id}", new { id = lane.Id, models = new[] { lane.Id }, disabled = true }),
            "deleted" => await lane.Admin.Delete($"/admin/v1/consumers/{lane.Id}"),
            "key removed" => await lane.Admin.Delete($"/admin/v1/consumers/{lane.Id}/keys/{keyId}"),
            _ => await lane.Admin.Put($"/admin/v1/consumers/{lane.Id}", new { id = lane.Id, models = new[] { "another" } }),
        }).Ok;
        var (code, reason) = await client.Ended();

        Assert.Equal((4401, "Your API key is no longer valid."), (code, reason));
        // On a machine that does much else; alone it is a few milliseconds.
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 5);
        Assert.Equal("on and on", await untouched.Turn("on and on"));
        Assert.Equal(FakeCall.Completed, (await lane.Sessions(1)).Single().Ending);
    }

    [Fact]
    public async Task A_session_ends_behind_the_answer_that_used_up_its_budget()
    {
        using var lane = await gateway.Lane(new LaneOptions { Limits = new { tokensPerDay = 5_000 } });
        await lane.Answers(new { text = string.Join(' ', Enumerable.Repeat("word", 5_000)) });
        using var client = await RealtimeClient.Begin(gateway, lane);

        var said = await client.Turn("a long story");
        var (code, reason) = await client.Ended();

        Assert.Equal(5_000, said.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(4429, code);
        Assert.Contains($"tokensPerDay of consumer/{lane.Id}", reason, StringComparison.Ordinal);
        Assert.Equal(5_003, (await lane.Used(calls: 2))["promptTokens"]!.GetValue<int>() + (await lane.Used(calls: 2))["completionTokens"]!.GetValue<int>());
        Assert.Equal(429, await RealtimeClient.Refused(gateway.Edge.DataAddress, $"/v1/realtime?model={lane.Model}", lane.ConsumerKey));
    }

    [Fact]
    public async Task A_session_holds_one_of_the_calls_at_once_until_it_ends_however_it_ends()
    {
        using var lane = await gateway.Lane(new LaneOptions { Limits = new { concurrent = 1 } });
        var path = $"/v1/realtime?model={lane.Model}";
        using (var client = await RealtimeClient.Begin(gateway, lane))
        {
            await client.Turn("one");
            Assert.Equal(429, await RealtimeClient.Refused(gateway.Edge.DataAddress, path, lane.ConsumerKey));
            Assert.Equal("two", await client.Turn("two"));
            await client.Close();
        }

        using (var cut = await Free())
            cut.Socket.Abort();
        using (var raw = await FreeByHand())
            raw.Client.Close(0);

        using var last = await Free();
        Assert.Equal("three", await last.Turn("three"));

        // A moment passes until the edge has heard of an end.
        async Task<RealtimeClient> Free()
        {
            while (true)
            {
                try
                {
                    return await RealtimeClient.Begin(gateway, lane);
                }
                catch (WebSocketException e) when (e.Message.Contains("429", StringComparison.Ordinal))
                {
                    await Task.Delay(20, TestContext.Current.CancellationToken);
                }
            }
        }

        async Task<System.Net.Sockets.TcpClient> FreeByHand()
        {
            while (true)
            {
                var raw = await gateway.Edge.Shake(path, lane.ConsumerKey);
                var answer = new byte[12];
                await raw.GetStream().ReadExactlyAsync(answer, TestContext.Current.CancellationToken);
                if (Encoding.ASCII.GetString(answer) == "HTTP/1.1 101")
                    return raw;
                raw.Dispose();
                await Task.Delay(20, TestContext.Current.CancellationToken);
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_message_over_the_limit_ends_its_session_and_nothing_else(bool fromCaller)
    {
        const int Over = (16 * 1024 * 1024) + 1;
        using var lane = await gateway.Lane();
        if (!fromCaller)
            await lane.Answers(new { inject = new[] { new { kind = "huge", afterEvents = 1, characters = Over } } }, times: 1);
        using var client = await RealtimeClient.Begin(gateway, lane);
        using var other = await RealtimeClient.Begin(gateway, lane);

        var saying = fromCaller ? Flood(client) : Task.CompletedTask;
        var (code, reason) = await client.Ended();
        await saying;

        Assert.Equal((1009, "A message may have at most 16777216 bytes."), (code, reason));
        Assert.Equal("unharmed", await other.Turn("unharmed"));

        static async Task Flood(RealtimeClient client)
        {
            try
            {
                await client.SayBytes(new byte[2 * Over]);
            }
            catch (Exception e) when (e is WebSocketException or InvalidOperationException)
            {
                // It is over before all is said.
            }
        }
    }

    [Theory]
    [InlineData("8A")]
    [InlineData("0102")]
    [InlineData("C1820000000061")]
    [InlineData("8380000000")]
    [InlineData("81820000000061")]
    [InlineData("8182000000006180")]
    [InlineData("818200000000C328")]
    [InlineData("8882000000000001")]
    [InlineData("888100000000AA")]
    [InlineData("81FFFFFFFFFFFFFFFFFF00000000")]
    [InlineData("474554202F20485454502F312E310D0A0D0A")]
    public async Task What_is_no_message_ends_its_session_and_nothing_else(string frame)
    {
        using var lane = await gateway.Lane();
        using var other = await RealtimeClient.Begin(gateway, lane);
        using (var raw = await gateway.Edge.Shake($"/v1/realtime?model={lane.Model}", lane.ConsumerKey))
        {
            var stream = raw.GetStream();
            var status = new byte[12];
            await stream.ReadExactlyAsync(status, TestContext.Current.CancellationToken);
            Assert.Equal("HTTP/1.1 101", Encoding.ASCII.GetString(status));

            await stream.WriteAsync(Convert.FromHexString(frame), TestContext.Current.CancellationToken);
            raw.Client.Shutdown(System.Net.Sockets.SocketShutdown.Send);
            await EndOf(stream);
        }

        Assert.Equal("unharmed", await other.Turn("unharmed"));
        await lane.Sessions(1);
        Assert.DoesNotContain("error of the gateway's own", gateway.Edge.Process.Output.Text, StringComparison.Ordinal);
    }

    /// <summary>A reset is an end as well: it comes where bytes were not read before the connection was closed.</summary>
    private static async Task EndOf(Stream stream)
    {
        try
        {
            await stream.CopyToAsync(Stream.Null, TestContext.Current.CancellationToken);
        }
        catch (IOException)
        {
        }
    }
}
