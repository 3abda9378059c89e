using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;

namespace AiGateway.FakeProvider.Tests;

/// <summary>A provider of its own for each test, with the words tests use to talk to it.</summary>
public abstract class ProviderTest : IAsyncLifetime
{
    private readonly WebApplication _app;

    protected ProviderTest() => _app = FakeProviderApp.Create(["--urls", "http://127.0.0.1:0", .. Settings]);

    /// <summary>What else it is started with.</summary>
    protected virtual string[] Settings => [];

    protected HttpClient Http { get; } = new();

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _app.StartAsync(Token);
        Http.BaseAddress = new Uri(_app.Urls.Single());
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "sk-1");
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected static object Chat(bool stream = false, string model = "fake-chat") =>
        new { model, stream, messages = new[] { new { role = "user", content = "one two three" } } };

    protected static object ChatWithUsage() =>
        new { model = "fake-chat", stream = true, stream_options = new { include_usage = true }, messages = new[] { new { role = "user", content = "one two three" } } };

    /// <summary>Adds a rule for all calls.</summary>
    protected Task MisbehaveAsync(object answer, int? times = null) => RuleAsync(new { answer, times });

    protected async Task RuleAsync(object rule)
    {
        using var reply = await Http.PostAsJsonAsync("/_control/rules", rule, Token);
        Assert.True(reply.IsSuccessStatusCode, await reply.Content.ReadAsStringAsync(Token));
    }

    /// <summary>A call with a key of its own.</summary>
    protected async Task<HttpResponseMessage> SendAsync(string key, HttpMethod method, string path, string? json = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        if (json is not null)
            request.Content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        return await Http.SendAsync(request, Token);
    }

    protected static async Task<JsonElement> JsonAsync(HttpResponseMessage response) =>
        JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync(Token));

    protected Task<HttpResponseMessage> PostAsync(object body, string path = "/v1/chat/completions") => Http.PostAsJsonAsync(path, body, Token);

    protected async Task<JsonElement> AnswerAsync(object body, string path = "/v1/chat/completions")
    {
        using var reply = await PostAsync(body, path);
        Assert.Equal(200, (int)reply.StatusCode);
        return await reply.Content.ReadFromJsonAsync<JsonElement>(Token);
    }

    protected async Task<string> TextAsync(object body, string path = "/v1/chat/completions")
    {
        using var reply = await PostAsync(body, path);
        return await reply.Content.ReadAsStringAsync(Token);
    }

    /// <summary>The payloads of a stream's events, <c>[DONE]</c> included.</summary>
    protected async Task<string[]> EventsAsync(object body, string path = "/v1/chat/completions") => EventsOf(await TextAsync(body, path));

    protected static string[] EventsOf(string text) =>
        [.. text.Split("\n\n").Where(part => part.StartsWith("data: ", StringComparison.Ordinal)).Select(part => part["data: ".Length..])];

    /// <summary>The chunks of a stream, <c>[DONE]</c> left out.</summary>
    protected static JsonElement[] ChunksOf(string[] events) =>
        [.. events.Where(data => data != "[DONE]").Select(data => JsonSerializer.Deserialize<JsonElement>(data))];

    protected async Task<StreamReader> OpenStreamAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = JsonContent.Create(Chat(stream: true)) };
        var reply = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
        return new StreamReader(await reply.Content.ReadAsStreamAsync(Token));
    }

    protected static async Task<string[]> ReadEventsAsync(StreamReader stream, int count)
    {
        var events = new List<string>();
        while (events.Count < count && await stream.ReadLineAsync(Token) is { } line)
        {
            if (line.Length > 0)
                events.Add(line);
        }

        return [.. events];
    }

    protected async Task<JsonElement[]> LogAsync(int wait = 0, bool ended = true, long after = 0)
    {
        var log = await ControlAsync($"log?after={after}&wait={wait}&ended={(ended ? "true" : "false")}");
        return [.. log.GetProperty("entries").EnumerateArray()];
    }

    protected Task<JsonElement> ControlAsync(string path) => Http.GetFromJsonAsync<JsonElement>("/_control/" + path, Token);
}
