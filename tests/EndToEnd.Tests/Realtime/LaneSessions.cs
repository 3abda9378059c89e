using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.Realtime;

/// <summary>What a lane's sessions left behind.</summary>
internal static class LaneSessions
{
    /// <summary>The sessions that its provider was asked for, oldest first.</summary>
    public static async Task<IReadOnlyList<FakeCall>> Sessions(this Lane lane) =>
        [.. (await lane.Fake.CallsWith($"sk-{lane.Id}-")).Where(call => call.Path.EndsWith("/realtime", StringComparison.Ordinal))];

    /// <summary>The same, as soon as so many have ended.</summary>
    public static Task<IReadOnlyList<FakeCall>> Sessions(this Lane lane, int ended) =>
        Eventually.Get(lane.Sessions, calls => calls.Count(call => call.Ending is not null) >= ended);

    /// <summary>All that its consumer used, once so many calls are counted.</summary>
    public static async Task<JsonNode> Used(this Lane lane, int calls) => (await Eventually.Get(
        async () => (await lane.Admin.Get($"/admin/v1/usage?by=consumer&id={lane.Id}&resolution=day")).Ok["data"]!.AsArray().FirstOrDefault()?["total"],
        total => total?["calls"]!.GetValue<int>() == calls))!;

    /// <summary>Its calls one by one; more than so many are a failure.</summary>
    public static Task<List<JsonNode>> Records(this Lane lane, int count) => Eventually.Get(
        async () => (await lane.Admin.Get($"/admin/v1/usage/calls?consumer={lane.Id}")).Ok["data"]!.AsArray().Select(record => record!).ToList(), records => records.Count == count);

    /// <summary>A handshake by hand.</summary>
    /// <returns>What came back, until the edge had no more to say.</returns>
    public static async Task<string> Handshake(this EdgeProcess edge, string path, string key)
    {
        using var client = await edge.Shake(path, key);
        using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
        var head = new StringBuilder();
        while (await reader.ReadLineAsync(TestContext.Current.CancellationToken) is { Length: > 0 } line)
            head.Append(line).Append('\n');
        return head.ToString();
    }

    /// <summary>A connection on which a handshake was sent, for what no client does.</summary>
    public static async Task<TcpClient> Shake(this EdgeProcess edge, string path, string key)
    {
        var client = new TcpClient();
        await client.ConnectAsync(edge.DataAddress.Host, edge.DataAddress.Port, TestContext.Current.CancellationToken);
        await client.GetStream().WriteAsync(
            Encoding.ASCII.GetBytes(
                $"GET {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {key}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"),
            TestContext.Current.CancellationToken);
        return client;
    }
}
