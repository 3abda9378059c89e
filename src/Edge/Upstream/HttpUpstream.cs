using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using AiGateway.Core.Catalog;
using AiGateway.Core.Health;
using AiGateway.Edge.Elision;
using AiGateway.Edge.Pipeline;
using AiGateway.Edge.Pipeline.Bodies;
using AiGateway.Edge.Pipeline.Routing;
using AiGateway.Edge.Pipeline.Sending;
using AiGateway.Edge.Upstream.Credentials;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace AiGateway.Edge.Upstream;

/// <summary>Sends one attempt to a provider over HTTP, through YARP's forwarder.</summary>
internal sealed class HttpUpstream(IHttpForwarder forwarder, UpstreamClients clients, CredentialSources credentials) : IUpstream
{
    private readonly ConcurrentDictionary<TimeSpan, ForwarderRequestConfig> _configs = new();

    public ValueTask<UpstreamAnswer> Send(Exchange call, Attempt attempt, PooledBody body, TimeSpan firstByte) => call.Elided is { } elided
        ? SendWith(elided, call, attempt, body, firstByte)
        : Send(call, attempt, new AttemptContent(body), body.Memory, body.Length, firstByte);

    /// <summary>Sends what is in no memory. Only kinds of providers take it whose credentials sign nothing.</summary>
    /// <param name="body">Disposed of when it is no longer needed.</param>
    /// <param name="length">About how much it is, bytes.</param>
    /// <inheritdoc cref="IUpstream.Send"/>
    public ValueTask<UpstreamAnswer> Send(Exchange call, Attempt attempt, HttpContent body, long length, TimeSpan firstByte) =>
        Send(call, attempt, body, default, length, firstByte);

    private async ValueTask<UpstreamAnswer> SendWith(ElidedRuns elided, Exchange call, Attempt attempt, PooledBody body, TimeSpan firstByte)
    {
        // What is signed has to be seen whole before any of it goes out.
        if (attempt.Provider.Kind == ProviderKind.Bedrock)
        {
            using var marked = body;
            var whole = await elided.Expand(marked, call.Aborted);
            return await Send(call, attempt, new AttemptContent(whole), whole.Memory, whole.Length, firstByte);
        }
        return await Send(call, attempt, new AttemptContent(body, elided), default, body.Length + elided.Length, firstByte);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<UpstreamAnswer> Send(Exchange call, Attempt attempt, HttpContent body, ReadOnlyMemory<byte> signed, long length, TimeSpan firstByte)
    {
        using var content = body;
        var http = call.Http;
        var caller = http.Features.GetRequiredFeature<IHttpResponseFeature>();
        var transformer = new AttemptTransformer(UpstreamCall.Of(call, attempt), signed, credentials);
        http.Features.Set<IHttpResponseFeature>(new DetachedResponse());
        try
        {
            var error = await forwarder.SendAsync(
                http, attempt.Provider.BaseUrl, clients.For(attempt.Provider.Id, call.Route.Timeouts?.ConnectMs, content), _configs.GetOrAdd(firstByte + Upload(length), Config), transformer, call.Aborted);
            if (error == ForwarderError.None && transformer.Answer is { } answer)
                return answer;
            transformer.Answer?.Dispose();
            var exception = http.Features.Get<IForwarderErrorFeature>()?.Exception;
            return exception is CredentialException { Failure: var failure } ? UpstreamAnswer.NotAsked(failure) : UpstreamAnswer.Failed(Fault(error, exception));
        }
        finally
        {
            http.Features.Set(caller);
            http.Features.Set<IForwarderErrorFeature>(null);
        }
    }

    /// <summary>Sending counts into the time until the first byte: a large body gets a second more for each whole MiB.</summary>
    private static TimeSpan Upload(long bytes) => TimeSpan.FromSeconds(bytes >> 20);

    private static ForwarderRequestConfig Config(TimeSpan firstByte) => new()
    {
        ActivityTimeout = firstByte,
        Version = HttpVersion.Version20,
        VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
    };

    private static TransportFault Fault(ForwarderError error, Exception? exception) => error switch
    {
        ForwarderError.RequestCanceled or ForwarderError.RequestBodyCanceled => TransportFault.ClientCancelled,
        ForwarderError.RequestTimedOut => TransportFault.FirstByteTimeout,
        _ when exception is HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError } => TransportFault.ConnectFailed,
        _ when exception?.GetBaseException() is SocketException { SocketErrorCode: SocketError.ConnectionRefused } => TransportFault.ConnectFailed,
        _ => TransportFault.Reset,
    };
}
