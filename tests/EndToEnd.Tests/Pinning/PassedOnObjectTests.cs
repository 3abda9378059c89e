using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using AiGateway.EndToEnd.Tests.Cluster;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.Pinning;

/// <summary>Stores of files, uploads in parts and conversations at two accounts of a provider, through two edges.</summary>
[Collection(KeptObjectTests.Name)]
[SaysItsStore]
public sealed class PassedOnObjectTests(ObjectCluster shared) : IAsyncLifetime
{
    private const int Uses = 20;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private TestCluster _cluster = null!;
    private ObjectCallers _callers = null!;

    private HttpClient One => _callers.One;

    private HttpClient Other => _callers.Other;

    public async ValueTask InitializeAsync() => (_cluster, _callers) = (shared.Cluster, await shared.Callers());

    public ValueTask DisposeAsync()
    {
        _callers.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task All_of_it_stays_at_the_account_that_made_it_and_is_nobody_elses()
    {
        // In parts, the second larger than any body an edge holds.
        var words = System.Text.Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("needle in hay ", 10_000)));
        var upload = Id(await One.PostJson("/v1/uploads", new { filename = "hay.txt", purpose = "assistants", mime_type = "text/plain", bytes = words.Length }));
        var account = TwoAccounts.Of((await _callers.Calls()).Single(IsKept));
        var parts = new[] { await Part(Other, upload, words[..100]), await Part(One, upload, words[100..]) };
        Assert.Equal(404, (await _callers.Stranger.PostJson($"/v1/uploads/{upload}/complete", new { part_ids = parts })).Status);
        var file = (await Other.PostJson($"/v1/uploads/{upload}/complete", new { part_ids = parts })).Ok["file"]!["id"]!.GetValue<string>();
        Assert.Equal(words, await One.Content(file));
        Assert.Equal([file], await Other.AllIds("files", limit: 5));

        var store = Id(await Other.PostJson("/v1/vector_stores", new { name = "hay", file_ids = new[] { file } }));
        for (var i = 0; i < Uses; i++)
        {
            var found = (await (i % 2 == 0 ? One : Other).PostJson($"/v1/vector_stores/{store}/search", new { query = "needle" })).Ok;
            Assert.Equal(file, found["data"]![0]!["file_id"]!.GetValue<string>());
        }
        Assert.Equal([file], (await One.GetAnswer($"/v1/vector_stores/{store}/files")).Ok["data"]!.AsArray().Select(one => one!["id"]!.GetValue<string>()));
        Assert.Equal("straw", (await One.PostJson($"/v1/vector_stores/{store}", new { name = "straw" })).Ok["name"]!.GetValue<string>());

        Assert.All((await _callers.Calls()).Where(IsKept), call => Assert.Equal(account, TwoAccounts.Of(call)));
        await IsTheirsAlone(store, file);
        Assert.True((await One.Delete($"/v1/vector_stores/{store}")).Ok["deleted"]!.GetValue<bool>());
        Assert.Equal(404, (await Other.GetAnswer($"/v1/vector_stores/{store}")).Status);
        Assert.Empty(await Other.AllIds("vector_stores", limit: 5));
    }

    [Fact]
    public async Task A_conversation_is_gone_on_with_at_its_account_by_any_edge()
    {
        var conversation = Id(await One.PostJson("/v1/conversations", new { items = new[] { new { type = "message", role = "user", content = "hi" } } }));
        var account = TwoAccounts.Of((await _callers.Calls()).Single(IsKept));

        for (var i = 0; i < Uses; i++)
        {
            _ = (await Other.GetAnswer($"/v1/conversations/{conversation}/items?limit=10&foreign=x")).Ok;
            Assert.Equal(200, (await Other.PostJson("/v1/responses", new { model = "chat", input = "more", conversation })).Status);
        }

        var calls = (await _callers.Calls()).Where(call => IsKept(call) || call.Path.EndsWith("/responses", StringComparison.Ordinal)).ToList();
        Assert.Equal(2 * Uses + 1, calls.Count);
        Assert.All(calls, call => Assert.Equal(account, TwoAccounts.Of(call)));
        Assert.DoesNotContain(calls, call => call.Query.Contains("foreign", StringComparison.Ordinal));
        Assert.Equal($"Conversation with id '{conversation}' not found.", (await _callers.Stranger.GetAnswer($"/v1/conversations/{conversation}")).Error["message"]!.GetValue<string>());
        Assert.Equal(404, (await _callers.Stranger.PostJson("/v1/responses", new { model = "chat", input = "more", conversation })).Status);
        Assert.Equal(405, (await One.GetAnswer("/v1/conversations")).Status);
    }

    [Fact]
    public async Task Lists_hold_ones_own_from_all_accounts_and_streams_forms_and_bytes_pass_as_they_come()
    {
        var made = new List<string>();
        for (var i = 0; i < 8; i++)
            made.Add(Id(await (i % 2 == 0 ? One : Other).PostJson("/v1/vector_stores", new { name = $"s{i}" })));
        _ = Id(await _callers.Stranger.PostJson("/v1/vector_stores", new { name = "theirs" }));
        Assert.Equal(made, await Other.AllIds("vector_stores", limit: 3, "&order=asc"));

        const string Stream = "event: thread.created\r\ndata: {\"id\":\"thread_9\",\"object\":\"thread\"}\r\n\r\n: odd\n\nevent: done\ndata: [DONE]\n\n";
        await _cluster.Fake.AddRules(
            new { match = new { path = "/threads/runs" }, answer = new { status = 200, contentType = "text/event-stream", body = Stream } },
            new { match = new { path = "/threads/thread_9/messages" }, answer = new { status = 200, body = new { @object = "list", data = Array.Empty<int>() } } },
            new { match = new { path = "/videos" }, answer = new { status = 200, body = new { id = "video_9", @object = "video", status = "queued" } } },
            new { match = new { path = "/videos/video_9/content" }, answer = new { status = 200, contentType = "video/mp4", body = "not really a video" } });
        var run = await One.PostJson("/v1/threads/runs", new { stream = true });
        Assert.Equal((200, Stream, "text/event-stream"), (run.Status, run.Body, run.Header("content-type")));
        Assert.Equal(200, (await Other.GetAnswer("/v1/threads/thread_9/messages")).Status);
        Assert.Equal("No thread found with id 'thread_9'.", (await _callers.Stranger.GetAnswer("/v1/threads/thread_9/messages")).Error["message"]!.GetValue<string>());

        Assert.Equal("queued", (await Video(One)).Ok["status"]!.GetValue<string>());
        var sent = (await _callers.Calls()).Last(call => call.Path.EndsWith("/videos", StringComparison.Ordinal));
        Assert.Contains("sea.png", sent.Body!, StringComparison.Ordinal);
        var content = await Other.GetAnswer("/v1/videos/video_9/content?variant=thumbnail");
        Assert.Equal(("not really a video", "video/mp4"), (content.Body, content.Header("content-type")));
        Assert.Equal(404, (await _callers.Stranger.GetAnswer("/v1/videos/video_9/content")).Status);
    }

    private async Task IsTheirsAlone(string store, string file)
    {
        var before = (await _cluster.Fake.Log()).LastSeq;
        var refused = new[]
        {
            await _callers.Stranger.GetAnswer($"/v1/vector_stores/{store}"), await _callers.Stranger.Delete($"/v1/vector_stores/{store}"), await _callers.Stranger.PostJson($"/v1/vector_stores/{store}/search", new { query = "needle" }),
            await _callers.Stranger.PostJson("/v1/vector_stores", new { file_ids = new[] { file } }), await _callers.Stranger.PostJson("/v1/vector_stores", new { metadata = new { hidden = file } }),
            await _callers.Stranger.PostJson("/v1/responses", new { model = "chat", input = "hi", tools = new[] { new { type = "file_search", vector_store_ids = new[] { store } } } }),
        };

        Assert.All(refused, answer => Assert.Equal(404, answer.Status));
        Assert.Equal($"Vector store with id '{store}' not found.", refused[0].Error["message"]!.GetValue<string>());
        Assert.Empty(await _callers.Stranger.AllIds("vector_stores", limit: 5));
        Assert.Empty((await _cluster.Fake.Log(before)).Entries);
    }

    private static async Task<string> Part(HttpClient http, string upload, byte[] content)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(content), "data", "part" } };
        using var response = await http.PostAsync(new Uri($"/v1/uploads/{upload}/parts", UriKind.Relative), form, Token);
        return Id(await HttpAnswer.Read(response));
    }

    private static async Task<HttpAnswer> Video(HttpClient http)
    {
        using var picture = new ByteArrayContent(new byte[100_000]);
        picture.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        using var form = new MultipartFormDataContent { { new StringContent("a calm sea"), "prompt" }, { picture, "input_reference", "sea.png" }, { new StringContent("4"), "seconds" } };
        using var response = await http.PostAsync(new Uri("/v1/videos", UriKind.Relative), form, Token);
        return await HttpAnswer.Read(response);
    }

    private static string Id(HttpAnswer answer) => answer.Ok["id"]!.GetValue<string>();

    private static bool IsKept(FakeCall call) =>
        new[] { "/uploads", "/vector_stores", "/conversations", "/files" }.Any(folder => call.Path.Contains(folder, StringComparison.Ordinal));
}
