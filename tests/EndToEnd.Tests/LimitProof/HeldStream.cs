using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace AiGateway.EndToEnd.Tests.LimitProof;

/// <summary>
/// A client that opens a stream over a connection of its own and can be killed: the connection is reset, as by a process
/// that is gone, and nothing is said before.
/// </summary>
internal sealed class HeldStream : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, LingerState = new LingerOption(true, 0) };

    private HeldStream(string name) => Name = name;

    /// <summary>What it says, by which its call is known at the provider.</summary>
    public string Name { get; }

    /// <summary>200 once the first event is there, another status for a refusal, 0 for no answer.</summary>
    public int Status { get; private set; }

    /// <summary>Calls, and waits for the first event or the refusal.</summary>
    public static async Task<HeldStream> Open(Uri edge, string name)
    {
        var client = new HeldStream(name);
        try
        {
            await client.Send(edge);
            client.Status = await client.ReadToFirstEvent();
        }
        catch (SocketException)
        {
            // The edge is gone: no answer.
        }
        return client;
    }

    /// <summary>Calls and reads nothing.</summary>
    public static async Task<HeldStream> Send(Uri edge, string name)
    {
        var client = new HeldStream(name);
        await client.Send(edge);
        return client;
    }

    /// <summary>Kills it.</summary>
    public void Dispose() => _socket.Dispose();

    private async Task Send(Uri edge)
    {
        await _socket.ConnectAsync(edge.Host, edge.Port, TestContext.Current.CancellationToken);
        var body = $$"""{"model":"{{ProofCatalog.Slots}}","stream":true,"messages":[{"role":"user","content":"{{Name}}"}]}""";
        var request = string.Create(CultureInfo.InvariantCulture, $"POST /v1/chat/completions HTTP/1.1\r\nhost: {edge.Authority}\r\nauthorization: Bearer {ProofCatalog.SlotsKey}\r\ncontent-type: application/json\r\ncontent-length: {body.Length}\r\n\r\n{body}");
        await _socket.SendAsync(Encoding.ASCII.GetBytes(request), TestContext.Current.CancellationToken);
    }

    private async Task<int> ReadToFirstEvent()
    {
        var read = new byte[8 * 1024];
        var (length, status) = (0, 0);
        while (length < read.Length)
        {
            var count = await _socket.ReceiveAsync(read.AsMemory(length), TestContext.Current.CancellationToken);
            if (count == 0)
                return 0;
            length += count;
            if (status == 0 && length >= "HTTP/1.1 200".Length)
                status = int.Parse(Encoding.ASCII.GetString(read, "HTTP/1.1 ".Length, 3), CultureInfo.InvariantCulture);
            if (status is not 0 and not 200 || read.AsSpan(0, length).IndexOf("data:"u8) >= 0)
                return status;
        }
        return 0;
    }
}
