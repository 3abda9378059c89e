using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace AiGateway.FakeProvider.Tests;

public sealed class RealtimeTests : DialectTest
{
    private const string Path = "/v1/realtime?model=gpt-realtime";
    private const string Turn = """{"type":"response.create"}""";

    [Fact]
    public async Task A_text_comes_back_as_the_events_of_a_response_with_its_usage()
    {
        using var socket = await OpenAsync();
        var created = await ReadAsync(socket);
        await SendAsync(socket, """{"type":"conversation.item.create","item":{"type":"message","role":"user","content":[{"type":"input_text","text":"alpha beta"}]}}""");
        await SendAsync(socket, Turn);

        var events = await ReadUntilAsync(socket, "response.done");

        Assert.Equal(("session.created", "gpt-realtime"), (Type(created), created.GetProperty("session").GetProperty("model").GetString()));
        Assert.Equal(
            [
                "conversation.item.added", "conversation.item.done", "response.created", "response.output_item.added", "conversation.item.added",
                "response.content_part.added", "response.output_text.delta", "response.output_text.delta", "response.output_text.done",
                "response.content_part.done", "response.output_item.done", "conversation.item.done", "response.done",
            ],
            events.Select(Type));
        Assert.Equal("alpha beta", string.Concat(events.Where(said => Type(said) == "response.output_text.delta").Select(said => said.GetProperty("delta").GetString())));
        var usage = events[^1].GetProperty("response").GetProperty("usage");
        Assert.Equal((2, 2, 4), (usage.GetProperty("input_tokens").GetInt32(), usage.GetProperty("output_tokens").GetInt32(), usage.GetProperty("total_tokens").GetInt32()));
    }

    [Fact]
    public async Task A_sound_comes_back_as_that_sound()
    {
        byte[] sound = [.. Enumerable.Range(0, 1500).Select(i => (byte)i)];
        using var socket = await OpenAsync();
        foreach (var piece in sound.Chunk(600))
            await SendAsync(socket, $$"""{"type":"input_audio_buffer.append","audio":"{{Convert.ToBase64String(piece)}}"}""");
        await SendAsync(socket, """{"type":"input_audio_buffer.commit"}""");
        await SendAsync(socket, Turn);

        var events = await ReadUntilAsync(socket, "response.done");

        Assert.Equal(sound, events.Where(said => Type(said) == "response.output_audio.delta").SelectMany(said => said.GetProperty("delta").GetBytesFromBase64()));
        var usage = events[^1].GetProperty("response").GetProperty("usage");
        Assert.Equal(2, usage.GetProperty("input_token_details").GetProperty("audio_tokens").GetInt32());
        Assert.Equal(2, usage.GetProperty("output_token_details").GetProperty("audio_tokens").GetInt32());
    }

    [Fact]
    public async Task A_browser_offers_its_key_as_a_protocol_and_gets_only_realtime_back()
    {
        using var socket = await OpenAsync(options =>
        {
            options.AddSubProtocol("realtime");
            options.AddSubProtocol("openai-insecure-api-key.sk-browser");
        }, bearer: null);
        await ReadAsync(socket);
        await socket.CloseAsync((WebSocketCloseStatus)4321, "enough", Token);

        Assert.Equal("realtime", socket.SubProtocol);
        var entry = Assert.Single(await LogAsync(wait: 1));
        Assert.Equal(("sk-browser", "gpt-realtime", 4321, "completed"), (entry.GetProperty("key").GetString(), entry.GetProperty("model").GetString(), entry.GetProperty("closeStatus").GetInt32(), entry.GetProperty("ending").GetString()));
        Assert.Equal(4321, (int)socket.CloseStatus!);
    }

    [Fact]
    public async Task A_client_secret_is_its_accounts_and_runs_out()
    {
        await RuleAsync(new { match = new { path = "/client_secrets" }, times = 1, answer = new { expiresInS = 0 } });

        var stale = await SecretAsync();
        var secret = await SecretAsync();
        using (var socket = await OpenAsync(bearer: secret))
            Assert.Equal("session.created", Type(await ReadAsync(socket)));

        Assert.StartsWith("ek_", secret, StringComparison.Ordinal);
        Assert.EndsWith("@a", secret, StringComparison.Ordinal);
        await Assert.ThrowsAsync<WebSocketException>(() => OpenAsync(bearer: stale));
        await Assert.ThrowsAsync<WebSocketException>(() => OpenAsync(bearer: "ek_unknown"));
        await Assert.ThrowsAsync<WebSocketException>(() => OpenAsync(bearer: null));
    }

    [Fact]
    public async Task A_ping_is_answered()
    {
        using var client = new TcpClient();
        await client.ConnectAsync(Http.BaseAddress!.Host, Http.BaseAddress.Port, Token);
        var handshake = $"GET {Path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer k\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(handshake), Token);
        // A final ping of four bytes with a mask of zeroes.
        await client.GetStream().WriteAsync((byte[])[0x89, 0x84, 0, 0, 0, 0, .. "ping"u8], Token);

        var received = new List<byte>();
        var buffer = new byte[4096];
        byte[] pong = [0x8A, 0x04, .. "ping"u8];
        while (received.ToArray().AsSpan().IndexOf(pong) < 0)
        {
            var count = await client.GetStream().ReadAsync(buffer, Token);
            Assert.NotEqual(0, count);
            received.AddRange(buffer[..count]);
        }
    }

    [Fact]
    public async Task Bytes_come_back_as_bytes()
    {
        using var socket = await OpenAsync();
        await ReadAsync(socket);

        await socket.SendAsync(new byte[] { 1, 2, 3 }, WebSocketMessageType.Binary, endOfMessage: true, Token);
        var buffer = new byte[8];
        var received = await socket.ReceiveAsync(buffer.AsMemory(), Token);

        Assert.Equal((WebSocketMessageType.Binary, 3), (received.MessageType, received.Count));
    }

    [Fact]
    public async Task What_is_no_event_is_answered_with_an_error_and_nothing_breaks()
    {
        using var socket = await OpenAsync();
        await ReadAsync(socket);
        foreach (var bad in new[] { "no json", "{}", """{"type":"never","event_id":"e1"}""", """{"type":"response.cancel"}""", """{"type":"input_audio_buffer.commit"}""" })
            await SendAsync(socket, bad);
        await SendAsync(socket, """{"type":"session.update","session":{"instructions":"be kind"}}""");

        var events = await ReadUntilAsync(socket, "session.updated");

        Assert.Equal(5, events.Count(said => Type(said) == "error"));
        Assert.Equal("e1", events[2].GetProperty("error").GetProperty("event_id").GetString());
        Assert.Equal("be kind", events[^1].GetProperty("session").GetProperty("instructions").GetString());
    }

    [Fact]
    public async Task A_response_can_be_cancelled_while_it_is_said()
    {
        await MisbehaveAsync(new { events = 1000, gapMs = 5 });
        using var socket = await OpenAsync();
        await SendAsync(socket, Turn);
        await ReadUntilAsync(socket, "response.output_text.delta");
        await SendAsync(socket, """{"type":"response.cancel"}""");

        var last = (await ReadUntilAsync(socket, "response.done"))[^1];

        Assert.Equal("cancelled", last.GetProperty("response").GetProperty("status").GetString());
    }

    [Fact]
    public async Task Functions_are_called()
    {
        await MisbehaveAsync(new { toolCall = new { name = "f", arguments = """{"city":"Paris"}""" } });
        using var socket = await OpenAsync();
        await SendAsync(socket, Turn);

        var events = await ReadUntilAsync(socket, "response.done");

        Assert.Equal("""{"city":"Paris"}""", string.Concat(events.Where(said => Type(said) == "response.function_call_arguments.delta").Select(said => said.GetProperty("delta").GetString())));
        Assert.Equal("f", events[^1].GetProperty("response").GetProperty("output")[0].GetProperty("name").GetString());
    }

    [Fact]
    public async Task A_connection_can_be_closed_with_any_code_or_cut()
    {
        await MisbehaveAsync(new { fault = "end", afterEvents = 1, closeStatus = 4000 }, times: 1);
        await MisbehaveAsync(new { fault = "cut", afterEvents = 1 }, times: 1);

        using var closed = await OpenAsync();
        await ReadAsync(closed);
        var end = await closed.ReceiveAsync(new byte[8], Token);
        using var cut = await OpenAsync();
        await ReadAsync(cut);

        Assert.Equal((WebSocketMessageType.Close, 4000), (end.MessageType, (int)closed.CloseStatus!));
        await Assert.ThrowsAnyAsync<WebSocketException>(() => ReadAsync(cut));
    }

    [Fact]
    public async Task A_handshake_can_be_refused()
    {
        await MisbehaveAsync(new { preset = "openai.rate_limit" });

        using var socket = new ClientWebSocket { Options = { CollectHttpResponseDetails = true } };
        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(Address(), Token));

        Assert.Equal(429, (int)socket.HttpStatusCode);
    }

    private async Task<string> SecretAsync()
    {
        using var made = await SendAsync("one@a", HttpMethod.Post, "/v1/realtime/client_secrets", """{"session":{"type":"realtime","model":"gpt-realtime"}}""");
        return (await JsonAsync(made)).GetProperty("value").GetString()!;
    }

    private static string Type(JsonElement said) => said.GetProperty("type").GetString()!;

    private Uri Address() => new(Http.BaseAddress!.ToString().Replace("http://", "ws://", StringComparison.Ordinal).TrimEnd('/') + Path);

    private async Task<ClientWebSocket> OpenAsync(Action<ClientWebSocketOptions>? configure = null, string? bearer = "sk-1")
    {
        var socket = new ClientWebSocket();
        if (bearer is not null)
            socket.Options.SetRequestHeader("Authorization", "Bearer " + bearer);
        configure?.Invoke(socket.Options);
        await socket.ConnectAsync(Address(), Token);
        return socket;
    }

    private static Task SendAsync(ClientWebSocket socket, string json) => socket.SendAsync(Encoding.UTF8.GetBytes(json), WebSocketMessageType.Text, endOfMessage: true, Token);

    private static async Task<JsonElement> ReadAsync(ClientWebSocket socket)
    {
        using var message = new MemoryStream();
        var buffer = new byte[4096];
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(), Token);
            message.Write(buffer, 0, received.Count);
            if (received.EndOfMessage)
                return JsonSerializer.Deserialize<JsonElement>(message.ToArray());
        }
    }

    private static async Task<List<JsonElement>> ReadUntilAsync(ClientWebSocket socket, string type)
    {
        var events = new List<JsonElement>();
        do
            events.Add(await ReadAsync(socket));
        while (Type(events[^1]) != type);
        return [.. events.Where(said => Type(said) != "session.created")];
    }
}
