using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using AiGateway.Edge.Admin.Http;

namespace AiGateway.Edge.ManagementClient;

/// <summary>Single calls of the management API: addresses, bodies, tags, and problems as messages.</summary>
internal sealed class ManagementCalls(HttpClient http)
{
    /// <summary>As the API writes and reads: camel case.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web);

    /// <exception cref="ManagementException">It was refused, or nobody answers.</exception>
    public async Task<T> Get<T>(string path, CancellationToken stop) => await Send<T>(HttpMethod.Get, path, null, null, stop);

    /// <summary>All entries of a list, a page at a time.</summary>
    /// <param name="path">With its own query, or none.</param>
    /// <exception cref="ManagementException">It was refused, or nobody answers.</exception>
    public async IAsyncEnumerable<T> All<T>(string path, [EnumeratorCancellation] CancellationToken stop)
    {
        string? next = null;
        do
        {
            var joint = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
            var page = await Get<Listed<T>>($"{path}{joint}limit=1000" + (next is null ? "" : "&after=" + Uri.EscapeDataString(next)), stop);
            foreach (var entry in page.Data)
                yield return entry;
            next = page.Next;
        }
        while (next is not null);
    }

    /// <param name="header">A header that the call is to have, such as <c>If-Match</c>.</param>
    /// <exception cref="ManagementException">It was refused, or nobody answers.</exception>
    public async Task<T> Send<T>(HttpMethod method, string path, HttpContent? body, (string Name, string Value)? header, CancellationToken stop)
    {
        using var answer = await Send(method, path, body, header, stop);
        try
        {
            return await JsonSerializer.DeserializeAsync<T>(await answer.Content.ReadAsStreamAsync(stop), Json, stop) ?? throw new JsonException("Nothing was sent.");
        }
        catch (JsonException e)
        {
            throw new ManagementException($"{Address(path)} did not answer as this version's management API does; use the tool of the gateway's own version.", (int)answer.StatusCode, e);
        }
    }

    /// <summary>An answer as text, and its tag.</summary>
    /// <exception cref="ManagementException">It was refused, or nobody answers.</exception>
    public async Task<(string Text, string? Tag)> Text(string path, CancellationToken stop)
    {
        using var answer = await Send(HttpMethod.Get, path, null, null, stop);
        return (await answer.Content.ReadAsStringAsync(stop), answer.Headers.ETag?.Tag);
    }

    public static StringContent Body(string json) => new(json, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));

    private async Task<HttpResponseMessage> Send(HttpMethod method, string path, HttpContent? body, (string Name, string Value)? header, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        if (header is var (name, value))
            request.Headers.TryAddWithoutValidation(name, value);
        HttpResponseMessage answer;
        try
        {
            answer = await http.SendAsync(request, stop);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !stop.IsCancellationRequested)
        {
            throw new ManagementException($"{http.BaseAddress} does not answer: {e.Message} Is the gateway running, and is this the address of its management API?", cause: e);
        }
        if (answer.IsSuccessStatusCode)
            return answer;
        using (answer)
            throw new ManagementException(await Refusal(answer, path, stop), (int)answer.StatusCode);
    }

    private async Task<string> Refusal(HttpResponseMessage answer, string path, CancellationToken stop)
    {
        if (answer.Content.Headers.ContentType?.MediaType == "application/problem+json")
        {
            try
            {
                if (await JsonSerializer.DeserializeAsync<ManagementProblem>(await answer.Content.ReadAsStreamAsync(stop), Json, stop) is { } problem)
                    return problem.Text();
            }
            catch (JsonException)
            {
                // Then it is somebody else's.
            }
        }
        return $"{Address(path)} answered {(int)answer.StatusCode}, and not as a management API does; is this its address?";
    }

    private Uri Address(string path) => new(http.BaseAddress!, path);
}
