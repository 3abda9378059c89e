using System.Net;
using System.Net.Http.Headers;
using System.Text;
using AiGateway.Edge.Upstream;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;

namespace AiGateway.Edge.Tests.Pipeline;

/// <summary>A provider that answers by a script, in place of the forwarder and the network behind it.</summary>
internal sealed class ScriptedProvider : IHttpForwarder
{
    private readonly Queue<Func<HttpResponseMessage>> _answers = new();
    private readonly Dictionary<string, ScriptedProvider> _hosts = [];
    private readonly Lock _gate = new();

    /// <summary>What was sent, in order.</summary>
    public List<SentRequest> Requests { get; } = [];

    /// <summary>What it waits for before it answers.</summary>
    public Func<CancellationToken, Task> Before { get; set; } = _ => Task.CompletedTask;

    /// <summary>The provider behind another address, with a script and a log of its own.</summary>
    public ScriptedProvider At(string host)
    {
        lock (_gate)
            return _hosts.TryGetValue(host, out var known) ? known : _hosts[host] = new ScriptedProvider();
    }

    public ScriptedProvider Answers(int status, string body, string mediaType = "application/json")
    {
        _answers.Enqueue(() => new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue(mediaType)) });
        return this;
    }

    public ScriptedProvider Answers(Stream events, string mediaType = "text/event-stream", long? length = null)
    {
        var content = new StreamContent(events);
        content.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        content.Headers.ContentLength = length;
        _answers.Enqueue(() => new HttpResponseMessage(HttpStatusCode.OK) { Content = content });
        return this;
    }

    /// <summary>Nobody listens at its address.</summary>
    public ScriptedProvider IsDown()
    {
        _answers.Enqueue(() => throw new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused"));
        return this;
    }

    public ValueTask<ForwarderError> SendAsync(
        HttpContext context, string destinationPrefix, HttpMessageInvoker httpClient, ForwarderRequestConfig requestConfig, HttpTransformer transformer) =>
        SendAsync(context, destinationPrefix, httpClient, requestConfig, transformer, CancellationToken.None);

    public async ValueTask<ForwarderError> SendAsync(
        HttpContext context, string destinationPrefix, HttpMessageInvoker httpClient, ForwarderRequestConfig requestConfig, HttpTransformer transformer,
        CancellationToken cancellationToken)
    {
        if (_hosts.TryGetValue(new Uri(destinationPrefix).Host, out var other))
            return await other.SendAsync(context, destinationPrefix, httpClient, requestConfig, transformer, cancellationToken);
        var body = await ((AttemptInvoker)httpClient).Body.ReadAsStringAsync(cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Post, destinationPrefix);
        await transformer.TransformRequestAsync(context, request, destinationPrefix, cancellationToken);
        lock (_gate)
            Requests.Add(new SentRequest(request.RequestUri!, request.Headers.Authorization?.ToString(), body) { Headers = request.Headers.ToString() });
        try
        {
            await Before(cancellationToken);
            Func<HttpResponseMessage> answer;
            lock (_gate)
                answer = _answers.Dequeue();
            using var response = answer();
            await transformer.TransformResponseAsync(context, response, cancellationToken);
            return ForwarderError.None;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            context.Features.Set<IForwarderErrorFeature>(new ErrorFeature(e));
            return e is OperationCanceledException ? ForwarderError.RequestCanceled : ForwarderError.Request;
        }
    }

    private sealed record ErrorFeature(Exception Exception) : IForwarderErrorFeature
    {
        public ForwarderError Error => ForwarderError.Request;
    }
}

/// <summary>What a provider received.</summary>
internal sealed record SentRequest(Uri Address, string? Authorization, string Body)
{
    public string Headers { get; init; } = "";
}
