using System.Net;
using System.Net.Sockets;
using AiGateway.Core.Health;
using AiGateway.Edge.Catalog;
using AiGateway.Edge.Pipeline;
using AiGateway.Edge.Pipeline.Sending;
using AiGateway.Edge.Upstream;
using AiGateway.Edge.Upstream.Credentials;

namespace AiGateway.Edge.Objects;

/// <summary>Sends one call about a file or batch to its provider.</summary>
internal sealed class ObjectUpstream(UpstreamClients clients, CredentialSources credentials)
{
    /// <param name="call">For whom.</param>
    /// <param name="provider">To whom.</param>
    /// <param name="key">With which key.</param>
    /// <param name="method">What to do.</param>
    /// <param name="path">The provider's path.</param>
    /// <param name="body">What to send; null for nothing.</param>
    /// <param name="deadline">Ends it when nothing has come back for long.</param>
    public async Task<UpstreamAnswer> Send(Exchange call, ProviderEntry provider, ProviderKey key, HttpMethod method, string path, HttpContent? body, CancellationToken deadline)
    {
        using var client = clients.For(provider.Id);
        using var request = new HttpRequestMessage(method, Addresses.Object(provider, path))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
            Content = body,
        };
        AttemptTransformer.Forward(call.Http.Request, request.Headers);
        await key.Credential.Present(request, default, credentials, deadline);
        request.Headers.TryAddWithoutValidation("Accept", "*/*");
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "identity");
        try
        {
            var answer = await client.SendAsync(request, deadline);
            return UpstreamAnswer.From((int)answer.StatusCode, answer.Headers, answer.Content);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            return UpstreamAnswer.Failed(Fault(e, call.Aborted.IsCancellationRequested));
        }
    }

    private static TransportFault Fault(Exception exception, bool callerLeft) => exception switch
    {
        _ when callerLeft => TransportFault.ClientCancelled,
        OperationCanceledException => TransportFault.FirstByteTimeout,
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError } => TransportFault.ConnectFailed,
        _ when exception.GetBaseException() is SocketException { SocketErrorCode: SocketError.ConnectionRefused } => TransportFault.ConnectFailed,
        _ => TransportFault.Reset,
    };
}
