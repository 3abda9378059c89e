using System.Text;
using System.Text.Json;

namespace AiGateway.EndToEnd.Tests.Harness;

/// <summary>The calls tests make most.</summary>
public static class Calls
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static Task<HttpAnswer> Chat(this HttpClient http, string model, string prompt = "one two three", bool stream = false, string path = "/v1/chat/completions") =>
        http.PostJson(path, new { model, messages = new[] { new { role = "user", content = prompt } }, stream });

    public static Task<HttpAnswer> Embed(this HttpClient http, string model, string input = "one two three") =>
        http.PostJson("/v1/embeddings", new { model, input });

    /// <param name="body">An object, or text that is sent as it is.</param>
    public static async Task<HttpAnswer> PostJson(this HttpClient http, string path, object body, CancellationToken stop = default)
    {
        using var content = new StringContent(body as string ?? JsonSerializer.Serialize(body, Json), Encoding.UTF8, "application/json");
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stop, TestContext.Current.CancellationToken);
        using var response = await http.PostAsync(new Uri(path, UriKind.Relative), content, both.Token);
        return await HttpAnswer.Read(response);
    }

    public static async Task<HttpAnswer> GetAnswer(this HttpClient http, string path)
    {
        using var response = await http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        return await HttpAnswer.Read(response);
    }
}
