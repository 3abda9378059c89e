using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using AiGateway.Core.Health;
using AiGateway.Edge.Pipeline;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace AiGateway.Edge.Upstream;

/// <summary>Sends one attempt to a provider over HTTP, through YARP's forwarder.</summary>
internal sealed class HttpUpstream(IHttpForwarder forwarder, UpstreamClients clients) : IUpstream
{
    private readonly ConcurrentDictionary<TimeSpan, ForwarderRequestConfig> _configs = new();

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<UpstreamAnswer> Send(Exchange call, Attempt attempt, ReadOnlyMemory<byte> body, TimeSpan firstByte)
    {
        var http = call.Http;
        var caller = http.Features.GetRequiredFeature<IHttpResponseFeature>();
        var transformer = new AttemptTransformer(Addresses.Of(attempt.Provider, call.Operation), attempt.Key?.Authorization, call.Scan.Stream);
        var replayed = new ReplayedBody(body);
        http.Request.Body = replayed;
        http.Request.ContentLength = body.Length;
        http.Features.Set<IHttpResponseFeature>(new DetachedResponse());
        try
        {
            var error = await forwarder.SendAsync(
                http, attempt.Provider.BaseUrl, clients.For(attempt.Provider.Id), _configs.GetOrAdd(firstByte, Config), transformer, call.Aborted);
            if (error == ForwarderError.None && transformer.Answer is { } answer)
                return answer;
            transformer.Answer?.Dispose();
            return UpstreamAnswer.Failed(Fault(error, http.Features.Get<IForwarderErrorFeature>()?.Exception));
        }
        finally
        {
            replayed.Detach();
            http.Features.Set(caller);
            http.Features.Set<IForwarderErrorFeature>(null);
        }
    }

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
