using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.Realtime;

/// <summary>A client of sessions.</summary>
internal sealed class RealtimeClient : IDisposable
{
    private readonly byte[] _buffer = new byte[64 * 1024];

    private RealtimeClient(ClientWebSocket socket) => Socket = socket;

    public ClientWebSocket Socket { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <param name="address">The edge's, or a provider's.</param>
    /// <param name="path">With its query.</param>
    /// <param name="bearer">A key in the usual header; null for none.</param>
    /// <param name="configure">Other headers and protocols.</param>
    public static async Task<RealtimeClient> Connect(Uri address, string path, string? bearer = null, Action<ClientWebSocketOptions>? configure = null)
    {
        var client = New(bearer, configure);
        try
        {
            await client.Socket.ConnectAsync(Address(address, path), Token);
            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <returns>The status of a handshake that fails.</returns>
    public static async Task<int> Refused(Uri address, string path, string? bearer = null, Action<ClientWebSocketOptions>? configure = null)
    {
        using var client = New(bearer, configure);
        await Assert.ThrowsAsync<WebSocketException>(() => client.Socket.ConnectAsync(Address(address, path), Token));
        return (int)client.Socket.HttpStatusCode;
    }

    /// <summary>A session of a lane's own model that has begun.</summary>
    public static async Task<RealtimeClient> Begin(SharedGateway gateway, Lane lane)
    {
        var client = await Connect(gateway.Edge.DataAddress, $"/v1/realtime?model={lane.Model}", lane.ConsumerKey);
        Assert.Equal("session.created", Type(await client.Hear()));
        return client;
    }

    public string? Header(string name) =>
        Socket.HttpResponseHeaders?.FirstOrDefault(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value?.FirstOrDefault();

    public Task Say(object said) => Socket.SendAsync(
        Encoding.UTF8.GetBytes(JsonSerializer.Serialize(said)), WebSocketMessageType.Text, endOfMessage: true, Token);

    public Task SayBytes(byte[] bytes) => Socket.SendAsync(bytes, WebSocketMessageType.Binary, endOfMessage: true, Token);

    /// <summary>The next message.</summary>
    public async Task<(WebSocketMessageType Type, byte[] Bytes)> Receive()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(Eventually.Deadline);
        using var message = new MemoryStream();
        while (true)
        {
            var piece = await Socket.ReceiveAsync(_buffer.AsMemory(), patience.Token);
            message.Write(_buffer, 0, piece.Count);
            if (piece.EndOfMessage)
                return (piece.MessageType, message.ToArray());
        }
    }

    public async Task<JsonNode> Hear()
    {
        var (type, bytes) = await Receive();
        Assert.True(type == WebSocketMessageType.Text, $"{type} {Socket.CloseStatus} {Socket.CloseStatusDescription}");
        return JsonNode.Parse(bytes)!;
    }

    public async Task<List<JsonNode>> HearUntil(string type)
    {
        var events = new List<JsonNode>();
        do
            events.Add(await Hear());
        while (Type(events[^1]) != type);
        return events;
    }

    /// <summary>Says words and has them said back.</summary>
    /// <returns>What was heard.</returns>
    public async Task<string> Turn(string words)
    {
        await Say(new { type = "conversation.item.create", item = new { type = "message", role = "user", content = new[] { new { type = "input_text", text = words } } } });
        await Say(new { type = "response.create" });
        var events = await HearUntil("response.done");
        return string.Concat(events.Where(said => Type(said) == "response.output_text.delta").Select(said => said["delta"]!.GetValue<string>()));
    }

    /// <summary>Listens until the other side closes, and agrees.</summary>
    public async Task<(int Code, string? Reason)> Ended()
    {
        while ((await Receive()).Type != WebSocketMessageType.Close)
        {
        }
        if (Socket.State == WebSocketState.CloseReceived)
            await Socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, Token);
        return ((int)Socket.CloseStatus!, Socket.CloseStatusDescription);
    }

    public Task Close(int code = 1000, string? reason = null) => Socket.CloseAsync((WebSocketCloseStatus)code, reason, Token);

    public void Dispose() => Socket.Dispose();

    public static string Type(JsonNode said) => said["type"]!.GetValue<string>();

    private static RealtimeClient New(string? bearer, Action<ClientWebSocketOptions>? configure)
    {
        var socket = new ClientWebSocket { Options = { CollectHttpResponseDetails = true } };
        if (bearer is not null)
            socket.Options.SetRequestHeader("Authorization", "Bearer " + bearer);
        configure?.Invoke(socket.Options);
        return new RealtimeClient(socket);
    }

    private static Uri Address(Uri address, string path) => new($"ws://{address.Authority}{path}");
}
