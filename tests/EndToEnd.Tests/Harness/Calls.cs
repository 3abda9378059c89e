using System.Text;
using System.Text.Json;

namespace AiGateway.EndToEnd.Tests.Harness;

/// <summary>The calls tests make most.</summary>
public static class Calls
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static Task<HttpAnswer> Chat(this HttpClient http, string model, string prompt = "one two three") =>
        http.PostJson("/v1/chat/completions", Body(model, prompt, stream: false));

    /// <summary>Reads a whole stream. A refusal is read as well.</summary>
    /// <param name="extra">Further members of the request.</param>
    public static async Task<StreamAnswer> ChatStream(this HttpClient http, string model, object? extra = null)
    {
        using var response = await http.OpenStream(model, extra, TestContext.Current.CancellationToken);
        return await StreamAnswer.Read(response);
    }

    /// <summary>Returns as soon as the headers are there.</summary>
    public static async Task<HttpResponseMessage> OpenStream(this HttpClient http, string model, object? extra, CancellationToken stop)
    {
        var body = JsonSerializer.SerializeToNode(Body(model, "one two three", stream: true), Json)!.AsObject();
        foreach (var (name, value) in JsonSerializer.SerializeToNode(extra ?? new { }, Json)!.AsObject())
            body[name] = value?.DeepClone();
        using var request = new HttpRequestMessage(HttpMethod.Post, http.Address("/v1/chat/completions"));
        request.Content = Content(body.ToJsonString());
        return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
    }

    public static Task<HttpAnswer> Embed(this HttpClient http, string model, object? input = null, string? encodingFormat = null) =>
        http.PostJson("/v1/embeddings", encodingFormat is null
            ? new { model, input = input ?? "one two three" }
            : new { model, input = input ?? "one two three", encoding_format = encodingFormat });

    /// <param name="body">An object, or text that is sent as it is.</param>
    public static async Task<HttpAnswer> PostJson(this HttpClient http, string path, object body)
    {
        using var content = Content(body as string ?? JsonSerializer.Serialize(body, Json));
        using var response = await http.PostAsync(http.Address(path), content, TestContext.Current.CancellationToken);
        return await HttpAnswer.Read(response);
    }

    public static async Task<HttpAnswer> GetAnswer(this HttpClient http, string path)
    {
        using var response = await http.GetAsync(http.Address(path), TestContext.Current.CancellationToken);
        return await HttpAnswer.Read(response);
    }

    /// <summary>The path as it is: a doubled slash at its beginning must not be taken for a host.</summary>
    private static Uri Address(this HttpClient http, string path) => new(http.BaseAddress!.GetLeftPart(UriPartial.Authority) + path);

    private static object Body(string model, string prompt, bool stream) =>
        new { model, messages = new[] { new { role = "user", content = prompt } }, stream };

    private static StringContent Content(string json) => new(json, Encoding.UTF8, "application/json");
}
