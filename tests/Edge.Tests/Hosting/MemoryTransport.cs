using System.IO.Pipelines;
using System.Net;
using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;

namespace AiGateway.Edge.Tests.Hosting;

/// <summary>Sockets without a network: what a server binds can be called at its end point in memory.</summary>
internal sealed class MemoryTransport : IConnectionListenerFactory
{
    /// <summary>What every answer must end with.</summary>
    public const string End = "\n.\n";

    private readonly Dictionary<string, Listener> _listeners = [];

    public IReadOnlyCollection<string> Bound => _listeners.Keys;

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<IConnectionListener>(_listeners[endpoint.ToString()!] = new Listener(endpoint));

    /// <summary>Sends one request, reads the answer's body up to an end mark, and hangs up.</summary>
    public async Task<string> Get(string endpoint, string head, CancellationToken cancellationToken)
    {
        var (request, response) = (new Pipe(), new Pipe());
        var connection = new Connection(new Duplex(request.Reader, response.Writer), new Duplex(response.Reader, request.Writer));
        await _listeners[endpoint].Connections.Writer.WriteAsync(connection, cancellationToken);
        await request.Writer.WriteAsync(Encoding.ASCII.GetBytes(head + "\r\n\r\n"), cancellationToken);
        var answer = "";
        while (!answer.EndsWith(End, StringComparison.Ordinal))
        {
            var read = await response.Reader.ReadAsync(cancellationToken);
            answer += Encoding.ASCII.GetString(read.Buffer);
            response.Reader.AdvanceTo(read.Buffer.End);
            Assert.False(read.IsCompleted, $"The server hung up after: {answer}");
        }
        await request.Writer.CompleteAsync();
        await response.Reader.CompleteAsync();
        return answer[(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..^End.Length];
    }

    private sealed class Connection(IDuplexPipe transport, IDuplexPipe application)
        : DefaultConnectionContext(Guid.NewGuid().ToString(), transport, application)
    {
        /// <summary>The framework's own says so later, on another thread, perhaps to a connection that is disposed of by then.</summary>
        public override void Abort(ConnectionAbortedException abortReason) => Transport.Input.CancelPendingRead();
    }

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;

    private sealed class Listener(EndPoint endpoint) : IConnectionListener
    {
        public Channel<ConnectionContext> Connections { get; } = Channel.CreateUnbounded<ConnectionContext>();

        public EndPoint EndPoint => endpoint;

        public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default) =>
            await Connections.Reader.WaitToReadAsync(cancellationToken) && Connections.Reader.TryRead(out var connection) ? connection : null;

        public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
        {
            Connections.Writer.TryComplete();
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => UnbindAsync();
    }
}
