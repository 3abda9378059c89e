using System.Text.Json.Nodes;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.Pinning;

/// <summary>What clients do with files and batches.</summary>
internal static class FileCalls
{
    public static Task<HttpAnswer> Upload(this HttpClient http, byte[] content, string purpose = "batch") =>
        http.Upload(new ByteArrayContent(content), purpose);

    public static async Task<HttpAnswer> Upload(this HttpClient http, HttpContent content, string purpose = "batch")
    {
        using var form = new MultipartFormDataContent { { new StringContent(purpose), "purpose" }, { content, "file", "f.jsonl" } };
        using var response = await http.PostAsync(new Uri("/v1/files", UriKind.Relative), form, TestContext.Current.CancellationToken);
        return await HttpAnswer.Read(response);
    }

    public static async Task<string> UploadedId(this HttpClient http, byte[] content, string purpose = "batch") =>
        (await http.Upload(content, purpose)).Ok["id"]!.GetValue<string>();

    public static Task<HttpAnswer> MakeBatch(this HttpClient http, string file) =>
        http.PostJson("/v1/batches", new { input_file_id = file, endpoint = "/v1/chat/completions", completion_window = "24h" });

    public static async Task<HttpAnswer> Delete(this HttpClient http, string path)
    {
        using var response = await http.DeleteAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        return await HttpAnswer.Read(response);
    }

    public static Task<byte[]> Content(this HttpClient http, string file) =>
        http.GetByteArrayAsync(new Uri($"/v1/files/{file}/content", UriKind.Relative), TestContext.Current.CancellationToken);

    /// <summary>All ids of a list, read page by page as the clients do it.</summary>
    public static async Task<IReadOnlyList<string>> AllIds(this HttpClient http, string list, int limit, string more = "")
    {
        var ids = new List<string>();
        for (JsonNode page = new JsonObject { ["has_more"] = true }; page["has_more"]!.GetValue<bool>();)
        {
            page = (await http.GetAnswer($"/v1/{list}?limit={limit}{more}{(ids.Count > 0 ? "&after=" + ids[^1] : "")}")).Ok;
            var shown = page["data"]!.AsArray().Select(one => one!["id"]!.GetValue<string>()).ToList();
            Assert.Equal((shown.FirstOrDefault(), shown.LastOrDefault()), ((string?)page["first_id"], (string?)page["last_id"]));
            Assert.InRange(shown.Count, 0, limit);
            ids.AddRange(shown);
        }
        return ids;
    }
}
