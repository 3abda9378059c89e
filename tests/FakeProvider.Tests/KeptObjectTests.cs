using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace AiGateway.FakeProvider.Tests;

public sealed class KeptObjectTests : ProviderTest
{
    [Fact]
    public async Task A_file_is_uploaded_in_parts_whose_order_is_told_at_the_end()
    {
        var id = Id(await MadeAsync("/v1/uploads", """{"filename":"f.txt","purpose":"batch","mime_type":"text/plain","bytes":4}"""));
        var second = Id(await FormAsync($"/v1/uploads/{id}/parts", "data", "cd"));
        var first = Id(await FormAsync($"/v1/uploads/{id}/parts", "data", "ab"));

        using var tooShort = await SendAsync("one@a", HttpMethod.Post, $"/v1/uploads/{id}/complete", $$"""{"part_ids":["{{first}}"]}""");
        using var foreign = await SendAsync("one@b", HttpMethod.Post, $"/v1/uploads/{id}/complete", $$"""{"part_ids":["{{first}}","{{second}}"]}""");
        var done = await MadeAsync($"/v1/uploads/{id}/complete", $$"""{"part_ids":["{{first}}","{{second}}"]}""");
        using var late = await SendAsync("one@a", HttpMethod.Post, $"/v1/uploads/{id}/cancel");

        Assert.Equal((400, 404, 400), ((int)tooShort.StatusCode, (int)foreign.StatusCode, (int)late.StatusCode));
        Assert.Equal("completed", done.GetProperty("status").GetString());
        Assert.Equal("abcd", await (await SendAsync("two@a", HttpMethod.Get, $"/v1/files/{Id(done.GetProperty("file"))}/content")).Content.ReadAsStringAsync(Token));
    }

    [Fact]
    public async Task A_vector_store_finds_in_its_files_and_is_its_accounts_alone()
    {
        var file = Id(await FormAsync("/v1/files", "file", "apples and pears"));
        var other = Id(await FormAsync("/v1/files", "file", "nuts"));
        var made = await MadeAsync("/v1/vector_stores", $$"""{"name":"s","file_ids":["{{file}}"]}""");
        var path = $"/v1/vector_stores/{Id(made)}";

        var added = await MadeAsync(path + "/files", $$"""{"file_id":"{{other}}"}""");
        var hits = (await MadeAsync(path + "/search", """{"query":"pears"}""")).GetProperty("data");
        var listed = await JsonAsync(await SendAsync("one@a", HttpMethod.Get, path + "/files"));
        using var foreign = await SendAsync("one@b", HttpMethod.Get, path);

        Assert.Equal("vector_store.file", added.GetProperty("object").GetString());
        Assert.Equal(file, hits[0].GetProperty("file_id").GetString());
        Assert.Equal((1, 2, 404), (hits.GetArrayLength(), listed.GetProperty("data").GetArrayLength(), (int)foreign.StatusCode));
        Assert.Equal("vector_store.deleted", (await JsonAsync(await SendAsync("two@a", HttpMethod.Delete, path))).GetProperty("object").GetString());
        Assert.Equal(404, (int)(await SendAsync("one@a", HttpMethod.Get, path)).StatusCode);
    }

    [Fact]
    public async Task A_conversation_has_items_and_responses_of_its_account_only()
    {
        var id = Id(await MadeAsync("/v1/conversations", """{"items":[{"type":"message","role":"user","content":"x"}],"metadata":{"k":"v"}}"""));

        await MadeAsync($"/v1/conversations/{id}/items", """{"items":[{"type":"message","role":"user","content":"y"}]}""");
        var items = (await JsonAsync(await SendAsync("two@a", HttpMethod.Get, $"/v1/conversations/{id}/items"))).GetProperty("data");
        var response = await MadeAsync("/v1/responses", $$"""{"model":"m","input":"z","conversation":"{{id}}"}""");
        using var foreign = await SendAsync("one@b", HttpMethod.Post, "/v1/responses", $$$"""{"model":"m","input":"z","conversation":{"id":"{{{id}}}"}}""");

        Assert.Equal(["x", "y"], items.EnumerateArray().Select(item => item.GetProperty("content").GetString()));
        Assert.Equal(id, Id(response.GetProperty("conversation")));
        Assert.Equal(404, (int)foreign.StatusCode);
    }

    [Fact]
    public async Task A_response_in_the_background_is_done_when_it_is_asked_for()
    {
        const string Later = """{"model":"m","input":"x","background":true}""";
        var queued = await MadeAsync("/v1/responses", Later);
        var cancelled = await MadeAsync($"/v1/responses/{Id(await MadeAsync("/v1/responses", Later))}/cancel", null);
        var done = await JsonAsync(await SendAsync("two@a", HttpMethod.Get, $"/v1/responses/{Id(queued)}"));
        using var now = await SendAsync("one@a", HttpMethod.Post, $"/v1/responses/{Id(await MadeAsync("/v1/responses", """{"model":"m","input":"x"}"""))}/cancel");
        using var unkept = await SendAsync("one@a", HttpMethod.Post, "/v1/responses", Later.Replace("true", "true,\"store\":false", StringComparison.Ordinal));

        Assert.Equal(("queued", 0), (queued.GetProperty("status").GetString(), queued.GetProperty("output").GetArrayLength()));
        Assert.Equal(("completed", 1), (done.GetProperty("status").GetString(), done.GetProperty("output").GetArrayLength()));
        Assert.Equal("cancelled", cancelled.GetProperty("status").GetString());
        Assert.Equal((400, 400), ((int)now.StatusCode, (int)unkept.StatusCode));
    }

    [Fact]
    public async Task Tokens_of_an_input_are_counted() =>
        Assert.Equal(3, (await MadeAsync("/v1/responses/input_tokens", """{"model":"m","input":"a b","instructions":"c"}""")).GetProperty("input_tokens").GetInt32());

    private static string Id(JsonElement made) => made.GetProperty("id").GetString()!;

    private async Task<JsonElement> MadeAsync(string path, string? json)
    {
        using var response = await SendAsync("one@a", HttpMethod.Post, path, json);
        Assert.Equal(200, (int)response.StatusCode);
        return await JsonAsync(response);
    }

    private async Task<JsonElement> FormAsync(string path, string field, string content)
    {
        using var form = new MultipartFormDataContent { { new StringContent("user_data"), "purpose" }, { new ByteArrayContent(Encoding.UTF8.GetBytes(content)), field, "f.txt" } };
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = form };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "one@a");
        return await JsonAsync(await Http.SendAsync(request, Token));
    }
}
