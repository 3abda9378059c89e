using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace AiGateway.EndToEnd.Tests.HealthProof;

/// <summary>A client of one edge that makes one call at a time, puts its mark on each, and can be made to leave in the midst of one.</summary>
internal sealed class ProofCaller : IDisposable
{
    private readonly HttpClient _http;
    private readonly Lock _gate = new();
    private readonly int _edge;
    private readonly int _caller;
    private CancellationTokenSource _patience = new();
    private CallMark _mark;

    public ProofCaller(Uri address, int edge, int caller)
    {
        (_edge, _caller) = (edge, caller);
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false, UseCookies = false, ResponseDrainTimeout = TimeSpan.Zero }) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(30) };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", HealthCatalog.CallerKey);
    }

    /// <param name="model">The model called.</param>
    /// <param name="number">The caller's count of its calls.</param>
    /// <param name="userId">Sent as <c>x-user-id</c>; null for no such header.</param>
    public async Task<ProofEnd> Chat(string model, int number, string? userId = null)
    {
        var mark = new CallMark(_edge, _caller, number);
        var body = JsonSerializer.Serialize(new { model, user = mark.ToString(), messages = new[] { new { role = "user", content = "one two three" } } });
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (userId is not null)
            request.Headers.Add("x-user-id", userId);
        var patience = Begin(mark);
        var began = Stopwatch.GetTimestamp();
        try
        {
            using var response = await _http.SendAsync(request, patience);
            var text = await response.Content.ReadAsStringAsync(patience);
            return End((int)response.StatusCode, text);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            return End(0, e.Message);
        }

        ProofEnd End(int status, string text) =>
            new(mark, model, status, status == 0 && patience.IsCancellationRequested, began, Stopwatch.GetElapsedTime(began).TotalMilliseconds, text);
    }

    /// <summary>Hangs up, if that is the call under way.</summary>
    public bool Leave(CallMark mark)
    {
        lock (_gate)
        {
            if (_mark != mark)
                return false;
            _patience.Cancel();
            return true;
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        _patience.Dispose();
    }

    private CancellationToken Begin(CallMark mark)
    {
        lock (_gate)
        {
            if (_patience.IsCancellationRequested)
            {
                _patience.Dispose();
                _patience = new CancellationTokenSource();
            }
            _mark = mark;
            return _patience.Token;
        }
    }
}
