using System.Security.Cryptography;
using AiGateway.EndToEnd.Tests.Cluster;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.Pinning;

/// <summary>Files and batches at two accounts of a provider, through two edges.</summary>
[Collection(KeptObjectTests.Name)]
[SaysItsStore]
public sealed class PinnedObjectTests(ObjectCluster shared) : IAsyncLifetime
{
    private const int Uses = 100;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private TestCluster _cluster = null!;
    private ObjectCallers _callers = null!;

    public async ValueTask InitializeAsync() => (_cluster, _callers) = (shared.Cluster, await shared.Callers());

    public ValueTask DisposeAsync()
    {
        _callers.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task What_one_edge_was_given_reaches_its_account_through_the_other_and_after_a_restart_of_all()
    {
        var (one, other) = (_callers.One, _callers.Other);
        // Larger than any body an edge holds: it can only have passed through.
        var content = RandomNumberGenerator.GetBytes(300_000);
        var file = await one.UploadedId(content);
        var account = TwoAccounts.Of((await _callers.Calls()).Single(call => call.Path.EndsWith("/files", StringComparison.Ordinal)));

        await UsesReach(account, file);
        Assert.Equal(content, await other.Content(file));
        var batch = (await other.MakeBatch(file)).Ok["id"]!.GetValue<string>();
        Assert.Equal(404, (await _callers.Stranger.GetAnswer($"/v1/files/{file}")).Status);

        await Restart.All(_cluster);

        await UsesReach(account, file);
        var done = (await one.GetAnswer($"/v1/batches/{batch}")).Ok;
        var output = done["output_file_id"]!.GetValue<string>();
        Assert.Equal(content, await other.Content(output));
        Assert.Equal([output, file], await other.AllIds("files", limit: 1));
        Assert.Equal([batch], await other.AllIds("batches", limit: 10));
        Assert.All((await _callers.Calls()).Where(IsOfObjects), call => Assert.Equal(account, TwoAccounts.Of(call)));
    }

    [Fact]
    public async Task Another_consumer_is_told_what_the_provider_says_of_what_there_is_not()
    {
        var owner = _callers.One;
        var file = await owner.UploadedId([1, 2, 3]);
        var batch = (await owner.MakeBatch(file)).Ok["id"]!.GetValue<string>();
        var before = (await _cluster.Fake.Log()).LastSeq;

        var answers = new[]
        {
            await _callers.Stranger.GetAnswer($"/v1/files/{file}"), await _callers.Stranger.GetAnswer($"/v1/files/{file}/content"), await _callers.Stranger.Delete($"/v1/files/{file}"),
            await _callers.Stranger.GetAnswer($"/v1/batches/{batch}"), await _callers.Stranger.PostJson($"/v1/batches/{batch}/cancel", "{}"), await _callers.Stranger.MakeBatch(file),
            await _callers.Stranger.PostJson("/v1/chat/completions", Naming(file)), await owner.GetAnswer("/v1/files/file-nobodys"),
        };

        Assert.All(answers, answer => Assert.Equal(404, answer.Status));
        Assert.Equal($"No such File object: {file}", answers[0].Error["message"]!.GetValue<string>());
        Assert.Equal($"No batch found with id '{batch}'.", answers[3].Error["message"]!.GetValue<string>());
        Assert.Empty(await _callers.Stranger.AllIds("files", limit: 10));
        Assert.DoesNotContain((await _cluster.Fake.Log(before)).Entries, IsOfObjects);
        Assert.Equal(200, (await owner.PostJson("/v1/chat/completions", Naming(file))).Status);

        Assert.True((await owner.Delete($"/v1/files/{file}")).Ok["deleted"]!.GetValue<bool>());
        Assert.Equal(404, (await owner.GetAnswer($"/v1/files/{file}")).Status);
        Assert.Equal("cancelling", (await owner.PostJson($"/v1/batches/{batch}/cancel", "{}")).Ok["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task Lists_show_each_of_ones_own_once_in_order_whichever_account_has_it()
    {
        var made = new List<string>();
        for (var i = 0; i < 12; i++)
            made.Add(await (i % 2 == 0 ? _callers.One : _callers.Other).UploadedId([(byte)i], purpose: i % 3 == 0 ? "vision" : "batch"));
        var theirs = await _callers.StrangerAtOne.UploadedId([1]);
        Assert.Equal(2, (await _callers.Calls()).Where(IsOfObjects).Select(TwoAccounts.Of).Distinct().Count());

        var (one, other) = (_callers.One, _callers.Other);
        Assert.Equal(made.AsEnumerable().Reverse(), await one.AllIds("files", limit: 5));
        Assert.Equal(made, await other.AllIds("files", limit: 4, "&order=asc"));
        Assert.Equal(made.Where((_, i) => i % 3 == 0), await one.AllIds("files", limit: 2, "&order=asc&purpose=vision"));
        Assert.Equal([theirs], await _callers.Stranger.AllIds("files", limit: 5));

        await one.Delete($"/v1/files/{made[3]}");
        Assert.Equal(made.Where((_, i) => i != 3), await other.AllIds("files", limit: 3, "&order=asc"));
        Assert.Equal(400, (await one.GetAnswer("/v1/files?after=file-nobodys")).Status);
    }

    [Fact]
    public async Task A_file_is_limited_counted_and_sent_once()
    {
        var admin = _cluster.Edges[0].Admin;
        using var few = _cluster.Edges[0].ClientWith(ObjectCluster.Few);
        await _cluster.Fake.AddRule(new { match = new { path = "/files" }, times = 1, answer = new { preset = "openai.server_error" } });

        var answers = new List<HttpAnswer>();
        // On a busy machine the first may come before anybody can say what is left of the limit.
        var early = 0;
        while (answers.Count < 7 && early < 50 && answers.LastOrDefault()?.Status != 429)
        {
            var answer = await few.Upload([1]);
            if (answer.Status == 503)
                early++;
            else
                answers.Add(answer);
        }

        Assert.Equal((502, 200, 429), (answers[0].Status, answers[1].Status, answers[^1].Status));
        Assert.Contains("requestsPerMinute", answers[^1].Error["message"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal("pool", answers[1].Header("x-aigateway-target"));
        Assert.Equal(answers.Count - 1, (await _callers.Calls()).Count(IsOfObjects));
        var records = await Eventually.Get(async () => (await admin.Get("/admin/v1/usage/calls?consumer=few")).Ok["data"]!.AsArray(), records => records.Count == answers.Count + early);
        Assert.All(records, record => Assert.Equal("files", record!["operation"]!.GetValue<string>()));
        Assert.Equal(0, records[0]!["tokens"]!["prompt"]!.GetValue<int>());
    }

    [Fact]
    public async Task What_is_no_file_is_refused_before_any_provider_is_asked()
    {
        var edge = _callers.One;

        Assert.Equal(415, (await edge.PostJson("/v1/files", new { file = "x" })).Status);
        Assert.Equal(400, (await edge.PostJson("/v1/batches", new { endpoint = "/v1/chat/completions" })).Status);
        Assert.Equal(405, (await edge.Delete("/v1/batches/batch_1")).Status);
        using var form = new MultipartFormDataContent { { new ByteArrayContent([1]), "file", "f" } };
        using var elsewhere = new HttpRequestMessage(HttpMethod.Post, "/v1/files") { Content = form };
        elsewhere.Headers.Add("x-aigateway-provider", "nowhere");
        using var response = await edge.SendAsync(elsewhere, Token);
        Assert.Equal("provider_required", (await HttpAnswer.Read(response)).ErrorCode);
        Assert.DoesNotContain(await _callers.Calls(), IsOfObjects);
    }

    private async Task UsesReach(string account, string file)
    {
        var before = (await _cluster.Fake.Log()).LastSeq;
        for (var i = 0; i < Uses; i++)
            _ = (await _callers.Other.GetAnswer($"/v1/files/{file}")).Ok;
        var calls = (await _cluster.Fake.Log(before)).Entries.Where(IsOfObjects).ToList();
        Assert.Equal(Uses, calls.Count);
        Assert.All(calls, call => Assert.Equal(account, TwoAccounts.Of(call)));
    }

    private static object Naming(string file) => new
    {
        model = "chat",
        messages = new[] { new { role = "user", content = new object[] { new { type = "text", text = "what is it?" }, new { type = "file", file = new { file_id = file } } } } },
    };

    private static bool IsOfObjects(FakeCall call) => call.Path.Contains("/files", StringComparison.Ordinal) || call.Path.Contains("/batches", StringComparison.Ordinal);
}
