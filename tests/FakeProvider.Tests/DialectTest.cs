using System.Text;
using System.Text.Json;

namespace AiGateway.FakeProvider.Tests;

/// <summary>Calls with headers of any dialect.</summary>
public abstract class DialectTest : ProviderTest
{
    /// <summary>Nothing is sent but what is named here: no credential unless it is among the headers.</summary>
    protected async Task<HttpResponseMessage> CallAsync(HttpMethod method, string path, string? json, params (string Name, string Value)[] headers)
    {
        Http.DefaultRequestHeaders.Authorization = null;
        using var request = new HttpRequestMessage(method, path);
        if (json is not null)
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
    }

    protected static async Task<JsonElement> OkAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync(Token);
        Assert.True((int)response.StatusCode == 200, text);
        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    /// <summary>Name and data of each event.</summary>
    protected static async Task<(string? Name, JsonElement Data)[]> NamedEventsAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync(Token);
        return [.. text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(Read)];
    }

    private static (string? Name, JsonElement Data) Read(string block)
    {
        var lines = block.Split('\n');
        var name = lines[0].StartsWith("event: ", StringComparison.Ordinal) ? lines[0]["event: ".Length..] : null;
        return (name, JsonSerializer.Deserialize<JsonElement>(lines[^1]["data: ".Length..]));
    }
}
