using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace AiGateway.Edge.Tests.Pipeline;

/// <summary>A caller's end of one call, without a network.</summary>
internal sealed class Caller : IHttpRequestLifetimeFeature, IDisposable
{
    private readonly CancellationTokenSource _left = new();
    private readonly MemoryStream _received = new();

    public Caller(string body, string key)
    {
        Http = new DefaultHttpContext();
        Http.Features.Set<IHttpRequestLifetimeFeature>(this);
        Http.Request.Method = "POST";
        Http.Request.ContentType = "application/json";
        Http.Request.Headers.Authorization = $"Bearer {key}";
        var bytes = Encoding.UTF8.GetBytes(body);
        Http.Request.ContentLength = bytes.Length;
        Http.Request.Body = new MemoryStream(bytes);
        Http.Response.Body = _received;
    }

    public DefaultHttpContext Http { get; }

    public HttpResponse Response => Http.Response;

    /// <summary>Everything received so far.</summary>
    public string Received => Encoding.UTF8.GetString(_received.ToArray());

    public byte[] ReceivedBytes => _received.ToArray();

    /// <summary>True when the gateway has cut the connection.</summary>
    public bool CutOff { get; private set; }

    public CancellationToken RequestAborted { get => _left.Token; set => throw new NotSupportedException(); }

    public void Leave() => _left.Cancel();

    public void Abort() => CutOff = true;

    public void Dispose()
    {
        _left.Dispose();
        _received.Dispose();
    }
}
