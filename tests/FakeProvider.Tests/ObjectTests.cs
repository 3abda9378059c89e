using System.Net.Http.Headers;

namespace AiGateway.FakeProvider.Tests;

public sealed class ObjectTests : ProviderTest
{
    [Fact]
    public async Task A_file_is_known_to_all_keys_of_its_account_and_to_no_other()
    {
        var id = await UploadAsync("one@a", [0, 159, 146, 150]);

        Assert.Equal([0, 159, 146, 150], await (await SendAsync("two@a", HttpMethod.Get, $"/v1/files/{id}/content")).Content.ReadAsByteArrayAsync(Token));
        Assert.Equal(404, (int)(await SendAsync("one@b", HttpMethod.Get, $"/v1/files/{id}")).StatusCode);
        Assert.Equal(404, (int)(await SendAsync("one@b", HttpMethod.Delete, $"/v1/files/{id}")).StatusCode);
        Assert.Equal(200, (int)(await SendAsync("one@a", HttpMethod.Delete, $"/v1/files/{id}")).StatusCode);
        Assert.Equal(404, (int)(await SendAsync("one@a", HttpMethod.Get, $"/v1/files/{id}")).StatusCode);
    }

    [Fact]
    public async Task A_batch_of_a_file_is_done_when_it_is_asked_for_and_its_output_is_a_file()
    {
        var file = await UploadAsync("a", "{}"u8.ToArray());
        Assert.Equal(404, (int)(await SendAsync("b", HttpMethod.Post, "/v1/batches", $$"""{"input_file_id":"{{file}}"}""")).StatusCode);

        var made = await JsonAsync(await SendAsync("a", HttpMethod.Post, "/v1/batches", $$"""{"input_file_id":"{{file}}"}"""));
        var done = await JsonAsync(await SendAsync("a", HttpMethod.Get, $"/v1/batches/{made.GetProperty("id").GetString()}"));

        Assert.Equal(("validating", "completed"), (made.GetProperty("status").GetString(), done.GetProperty("status").GetString()));
        Assert.Equal(200, (int)(await SendAsync("a", HttpMethod.Get, $"/v1/files/{done.GetProperty("output_file_id").GetString()}")).StatusCode);
    }

    [Fact]
    public async Task A_chat_that_names_a_file_of_another_account_is_refused()
    {
        var file = await UploadAsync("a", [1]);
        var chat = $$$"""{"model":"m","messages":[{"role":"user","content":[{"type":"file","file":{"file_id":"{{{file}}}"}}]}]}""";

        Assert.Equal(200, (int)(await SendAsync("a", HttpMethod.Post, "/v1/chat/completions", chat)).StatusCode);
        Assert.Equal(404, (int)(await SendAsync("b", HttpMethod.Post, "/v1/chat/completions", chat)).StatusCode);
    }

    private async Task<string> UploadAsync(string key, byte[] bytes)
    {
        using var form = new MultipartFormDataContent { { new StringContent("batch"), "purpose" }, { new ByteArrayContent(bytes), "file", "f.jsonl" } };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/files") { Content = form };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return (await JsonAsync(await Http.SendAsync(request, Token))).GetProperty("id").GetString()!;
    }
}
