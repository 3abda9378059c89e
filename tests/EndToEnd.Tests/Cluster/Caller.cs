using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace AiGateway.EndToEnd.Tests.Cluster;

/// <summary>How one call ended.</summary>
/// <param name="Status">0 when there was no answer.</param>
/// <param name="Whole">True when a success was received to its end.</param>
/// <param name="Body">What came of it.</param>
internal sealed record CallEnd(int Status, bool Whole, string? RequestId, string Body);

/// <summary>A client that takes every end of a call for an answer and never throws for one.</summary>
internal sealed class Caller : IDisposable
{
    private readonly HttpClient _http;

    /// <param name="address">An edge, or a balancer.</param>
    /// <param name="key">The consumer's.</param>
    public Caller(Uri address, string key)
    {
        _http = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(30) };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    public async Task<CallEnd> Chat(string model, bool stream = false)
    {
        var body = JsonSerializer.Serialize(new { model, stream, messages = new[] { new { role = "user", content = "one two three" } } });
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        var (status, id) = (0, (string?)null);
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            status = (int)response.StatusCode;
            id = response.Headers.TryGetValues("x-request-id", out var values) ? values.First() : null;
            var text = await response.Content.ReadAsStringAsync();
            return new CallEnd(status, status == 200 && (!stream || text.TrimEnd().EndsWith("data: [DONE]", StringComparison.Ordinal)), id, text);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException)
        {
            return new CallEnd(status, false, id, e.Message);
        }
    }

    public void Dispose() => _http.Dispose();
}
