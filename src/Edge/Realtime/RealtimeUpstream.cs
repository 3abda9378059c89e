using System.Net;
using System.Net.WebSockets;
using AiGateway.Core.Health;
using AiGateway.Edge.Hosting;
using AiGateway.Edge.Pipeline;
using AiGateway.Edge.Pipeline.Bodies;
using AiGateway.Edge.Pipeline.Routing;
using AiGateway.Edge.Pipeline.Sending;
using AiGateway.Edge.Upstream;
using AiGateway.Edge.Upstream.Credentials;

namespace AiGateway.Edge.Realtime;

/// <summary>Opens a session at a provider, and waits for its first event: some let anybody in and say only then that the key is refused.</summary>
internal sealed class RealtimeUpstream(UpstreamClients clients, CredentialSources credentials, GatewaySettings settings, TimeProvider time)
{
    /// <summary>Headers of the caller's that a provider has a use for.</summary>
    private static readonly string[] Forwarded = ["openai-beta", "user-agent"];

    /// <param name="call">For whom.</param>
    /// <param name="attempt">With which key, and which model.</param>
    /// <param name="secret">A secret of the provider's own that stands for the key; null to use the key.</param>
    /// <returns>The session with its first event, or what went wrong.</returns>
    public async Task<(OpenSession? Session, UpstreamFailure? Failure)> Open(Exchange call, Attempt attempt, string? secret)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMilliseconds(call.Route.Timeouts?.FirstByteMs ?? settings.ConnectMs * 3L), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(call.Aborted, deadline.Token);
        var socket = new ClientWebSocket();
        OpenSession? opened = null;
        try
        {
            await Configure(socket, call, attempt, secret, either.Token);
            using var client = clients.For(attempt.Provider.Id);
            await socket.ConnectAsync(Addresses.Realtime(attempt.Provider, attempt.Hop.Model), client, either.Token);
            var (first, type) = await First(socket, either.Token);
            if (RealtimeEvents.Of(first) == RealtimeEvent.Error)
                return (null, FailureClassifier.ClassifyErrorEvent(first, time.GetUtcNow().ToUnixTimeMilliseconds(), attempt.Provider.Errors));
            opened = new OpenSession(socket, first, type);
            return (opened, null);
        }
        catch (CredentialException e)
        {
            return (null, e.Failure);
        }
        catch (Exception e) when (e is WebSocketException or HttpRequestException or IOException or OperationCanceledException or InvalidDataException)
        {
            return (null, Failure(call, socket, attempt, e));
        }
        finally
        {
            if (opened is null)
                socket.Dispose();
        }
    }

    private async Task Configure(ClientWebSocket socket, Exchange call, Attempt attempt, string? secret, CancellationToken cancellationToken)
    {
        var options = socket.Options;
        options.CollectHttpResponseDetails = true;
        options.KeepAliveInterval = RealtimeCalls.KeepAlive;
        options.KeepAliveTimeout = RealtimeCalls.KeepAliveTimeout;
        // Headers as for any call to this provider, taken from a request that is never sent.
        using var shown = new HttpRequestMessage(HttpMethod.Get, Addresses.Realtime(attempt.Provider, attempt.Hop.Model));
        foreach (var name in Forwarded)
            AttemptTransformer.Forward(call.Http.Request, name, shown.Headers);
        if (secret is not null)
            shown.Headers.TryAddWithoutValidation("Authorization", "Bearer " + secret);
        else if (attempt.Key is { } key)
            await key.Credential.Present(shown, default, credentials, cancellationToken);
        foreach (var (name, values) in shown.Headers.NonValidated)
            options.SetRequestHeader(name, values.ToString());
    }

    private async Task<(byte[] Event, WebSocketMessageType Type)> First(ClientWebSocket socket, CancellationToken cancellationToken)
    {
        using var message = new PooledBody(4096);
        while (true)
        {
            var piece = await socket.ReceiveAsync(message.GetMemory(4096), cancellationToken);
            if (piece.MessageType == WebSocketMessageType.Close)
                throw new WebSocketException(WebSocketError.ConnectionClosedPrematurely);
            message.Advance(piece.Count);
            if (message.Length > settings.MaxFrameBytes)
                throw new InvalidDataException("The provider's first message is too large.");
            if (piece.EndOfMessage)
                return (message.Span.ToArray(), piece.MessageType);
        }
    }

    private UpstreamFailure Failure(Exchange call, ClientWebSocket socket, Attempt attempt, Exception exception)
    {
        if (call.Aborted.IsCancellationRequested)
            return FailureClassifier.Transport(TransportFault.ClientCancelled);
        if (exception is OperationCanceledException)
            return FailureClassifier.Transport(TransportFault.FirstByteTimeout);
        var status = (int)socket.HttpStatusCode;
        if (status is >= 400 and < 600)
        {
            var headers = socket.HttpResponseHeaders;
            return FailureClassifier.Classify(
                status, name => headers?.FirstOrDefault(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value?.FirstOrDefault(), default,
                time.GetUtcNow().ToUnixTimeMilliseconds(), attempt.Provider.Errors);
        }
        return FailureClassifier.Transport(status == (int)HttpStatusCode.SwitchingProtocols ? TransportFault.CutStream : TransportFault.ConnectFailed);
    }
}

/// <summary>A session that has begun at its provider.</summary>
/// <param name="Socket">To the provider.</param>
/// <param name="First">The provider's first event, which is still to be passed on.</param>
/// <param name="FirstType">Whether that is text.</param>
internal sealed record OpenSession(ClientWebSocket Socket, byte[] First, WebSocketMessageType FirstType);
