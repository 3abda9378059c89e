using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AiGateway.EndToEnd.Tests.Harness;

/// <summary>A client of the management API.</summary>
public sealed class AdminClient(HttpClient http) : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public Task<HttpAnswer> Get(string path) => Send(HttpMethod.Get, path, null);

    public Task<HttpAnswer> Put(string path, object body) => Send(HttpMethod.Put, path, body);

    public Task<HttpAnswer> Post(string path, object? body = null) => Send(HttpMethod.Post, path, body);

    public Task<HttpAnswer> Delete(string path) => Send(HttpMethod.Delete, path, null);

    /// <summary>State of an upstream key as its owner sees it.</summary>
    public async Task<string> KeyState(string keyId) => (await Get($"/admin/v1/keys/{keyId}")).Ok["state"]!.GetValue<string>();

    public Task<string> KeyBecomes(string keyId, string state, TimeSpan? within = null) => Eventually.Get(() => KeyState(keyId), seen => seen == state, within);

    /// <summary>Forgets what happened to a provider and its key, and waits until the edge uses the key.</summary>
    public async Task MakeWell(string provider, string keyId)
    {
        _ = (await Post($"/admin/v1/endpoints/{provider}/unblock")).Ok;
        _ = (await Post($"/admin/v1/keys/{keyId}/unblock")).Ok;
        await Eventually.Holds(async () =>
            (await Get("/admin/v1/edge/keys")).Ok["data"]!.AsArray().Single(key => (string?)key!["id"] == keyId)!["usable"]!.GetValue<bool>());
    }

    public void Dispose() => http.Dispose();

    private async Task<HttpAnswer> Send(HttpMethod method, string path, object? body)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = new StringContent(body as string ?? JsonSerializer.Serialize(body, Json), Encoding.UTF8, "application/json");
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return await HttpAnswer.Read(response);
    }
}
