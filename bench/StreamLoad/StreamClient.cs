using System.Diagnostics;
using System.Net.Http.Headers;

namespace AiGateway.StreamLoad;

/// <summary>Makes one streamed call and counts what comes back.</summary>
internal sealed class StreamClient : IDisposable
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private readonly HttpClient _http;
    private readonly Uri _url;
    private readonly byte[] _body;

    public StreamClient(Uri url, string key, byte[] body)
    {
        (_url, _body) = (url, body);
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false, UseCookies = false });
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    public async Task<StreamResult> CallAsync(byte[] buffer)
    {
        using var content = new ByteArrayContent(_body);
        content.Headers.ContentType = Json;
        using var request = new HttpRequestMessage(HttpMethod.Post, _url) { Content = content };
        var sent = Stopwatch.GetTimestamp();
        using var reply = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await using var stream = await reply.Content.ReadAsStreamAsync();

        var read = await stream.ReadAsync(buffer);
        var firstByte = Stopwatch.GetElapsedTime(sent);
        var counter = new EventCounter();
        for (; read > 0; read = await stream.ReadAsync(buffer))
            counter.Add(buffer.AsSpan(0, read));
        return new StreamResult(firstByte, counter.Events, reply.IsSuccessStatusCode && counter.IsDone);
    }

    public void Dispose() => _http.Dispose();
}
