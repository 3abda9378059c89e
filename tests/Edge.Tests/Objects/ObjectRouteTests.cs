using System.Text;
using AiGateway.Core.Pinning;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Catalog;
using AiGateway.Edge.Objects;
using AiGateway.Edge.Pipeline;
using AiGateway.Edge.Pipeline.Bodies;
using AiGateway.Edge.Pipeline.Routing;
using AiGateway.Edge.Pipeline.Sending;
using AiGateway.Edge.Responses;
using AiGateway.Edge.Tests.Fakes;
using AiGateway.Edge.Tests.Pipeline;
using Microsoft.AspNetCore.Http;

namespace AiGateway.Edge.Tests.Objects;

/// <summary>To which account calls about what is kept go, and what they make their consumer's.</summary>
public sealed class ObjectRouteTests : IDisposable
{
    private const string Yaml = """
        providers:
          - { id: p, baseUrl: 'http://p/v1', objects: own, keys: [ { id: k1, secret: ONE }, { id: k2, secret: TWO } ] }
          - { id: q, baseUrl: 'http://q/v1', objects: any, keys: [ { id: k3, secret: THREE } ] }
          - { id: off, baseUrl: 'http://o/v1', keys: [ { id: k4, secret: FOUR } ] }
        models:
          - { id: chat, targets: [ { provider: p, model: gpt } ] }
        consumers:
          - { id: team, keys: [ { secret: the caller's own key } ], models: [ "*" ] }
        """;

    private readonly TestGateway _gateway = new(Yaml);

    public void Dispose() => _gateway.Dispose();

    public static TheoryData<PinKind> PassedOn => PassedPathTests.PassedOn;

    [Theory]
    [MemberData(nameof(PassedOn))]
    public async Task Whatever_is_asked_of_an_object_goes_to_the_account_that_made_it(PinKind kind)
    {
        await _gateway.Objects.Keep(kind, "one", "team", "p", "k2");
        await _gateway.Objects.Keep(kind, "theirs", "others", "p", "k2");
        var folder = ObjectKinds.Of(kind).Folder;

        foreach (var (method, rest) in new[] { ("GET", ""), ("DELETE", ""), ("POST", ""), ("GET", "/a/b"), ("POST", "/a") })
        {
            Assert.Equal("p k2", await Run(method, $"/{folder}/one{rest}"));
            Assert.Equal("404 id", await Run(method, $"/{folder}/theirs{rest}"));
            Assert.Equal("404 id", await Run(method, $"/{folder}/nobodys{rest}", header: "p"));
            Assert.Equal("q any", await Run(method, $"/{folder}/nobodys{rest}", header: "q"));
        }
    }

    [Theory]
    [MemberData(nameof(PassedOn))]
    public async Task A_new_one_goes_where_what_it_names_is_or_where_its_caller_says(PinKind kind)
    {
        await _gateway.Objects.Keep(PinKind.File, "file-1", "team", "p", "k2");
        var folder = ObjectKinds.Of(kind).Folder;

        Assert.Equal("p k2", await Run("POST", $"/{folder}", """{"file_ids":["file-1"]}""", "q"));
        Assert.Equal("p k2", await Run("POST", $"/{folder}", """{"somewhere":"file-1"}"""));
        Assert.Equal("p any", await Run("POST", $"/{folder}", """{"name":"x"}""", "p"));
        Assert.Equal("p any", await Run("POST", $"/{folder}", "", "p"));
        Assert.Equal("400 provider_required", await Run("POST", $"/{folder}", "{}"));
        Assert.Equal("400 provider_required", await Run("POST", $"/{folder}", "{}", "off"));
        Assert.Equal("400 invalid_json", await Run("POST", $"/{folder}", "[]", "p"));
    }

    [Theory]
    [InlineData("""{"file_ids":["file-1","file-2"]}""", "400 pinned_to_different_accounts")]
    [InlineData("""{"file_ids":["file-1"],"note":"file-2"}""", "p k1")]
    [InlineData("""{"file_ids":["theirs"]}""", "404 file_ids")]
    [InlineData("""{"note":"file-theirs"}""", "404 note")]
    [InlineData("""{"metadata":{"a":["file-theirs"]}}""", "404 a")]
    [InlineData("""{"metadata":{"file_id":"whatever"}}""", "p any")]
    [InlineData("""{"file_ids":["unknown"]}""", "404 file_ids")]
    [InlineData("""{"file_ids":["file-1","unknown"]}""", "404 file_ids")]
    public async Task Nothing_but_ones_own_can_be_named_and_all_of_one_account(string body, string expected)
    {
        await Keep(("file-1", "team", "p", "k1"), ("file-2", "team", "p", "k2"), ("theirs", "others", "p", "k1"), ("file-theirs", "others", "p", "k1"));

        Assert.Equal(expected, await Run("POST", "/vector_stores", body, "p"));
    }

    [Fact]
    public async Task What_is_put_into_an_object_must_be_at_its_account()
    {
        await Keep(("file-1", "team", "p", "k1"), ("file-2", "team", "p", "k2"), ("file-theirs", "others", "p", "k1"));
        await _gateway.Objects.Keep(PinKind.VectorStore, "vs_1", "team", "p", "k1");

        Assert.Equal("p k1", await Run("POST", "/vector_stores/vs_1/files", """{"file_id":"file-1"}"""));
        Assert.Equal("400 pinned_to_different_accounts", await Run("POST", "/vector_stores/vs_1/files", """{"file_id":"file-2"}"""));
        Assert.Equal("404 file_id", await Run("POST", "/vector_stores/vs_1/files", """{"file_id":"file-theirs"}"""));
        Assert.Equal("404 file_id", await Run("POST", "/vector_stores/vs_1/files", """{"file_id":"file-unknown"}"""));
    }

    [Fact]
    public async Task What_nobody_knows_may_be_named_where_the_catalog_allows_it()
    {
        Assert.Equal("q any", await Run("POST", "/vector_stores", """{"file_ids":["file-old"]}"""));
        Assert.Equal("404 file_ids", await Run("POST", "/vector_stores", """{"file_ids":["file-old"]}""", "p"));
    }

    [Fact]
    public async Task A_lookup_that_fails_is_no_leave_to_go_on()
    {
        _gateway.Pin(PinKey.Of(PinKind.File, "file-1"u8)).Before = () => Task.FromException(new TimeoutException("gone"));

        Assert.Equal("503 objects_unavailable", await Run("POST", "/vector_stores", """{"file_ids":["file-1"]}""", "p"));
        Assert.Equal("503 objects_unavailable", await Run("POST", "/vector_stores", """{"note":"file-1"}""", "p"));
    }

    [Fact]
    public async Task What_an_answer_brings_is_the_consumers_unless_it_is_somebody_elses_or_only_looks_so()
    {
        await Keep(("file-theirs", "others", "p", "k1"));
        const string Answer = """{"id":"upload_1","object":"upload","file":{"id":"file-1","object":"file"},"other":{"file_id":"file-theirs"},"note":"file-2","metadata":{"file_id":"file-3"},"odd":{"file_id":"cfile_4"}}""";

        Assert.Null(await Note("POST", "/uploads/upload_1/complete", Answer));

        Assert.Equal("k2", await OwnerOf(PinKind.File, "file-1"));
        Assert.All(await Task.WhenAll(new[] { "file-theirs", "file-2", "file-3", "cfile_4" }.Select(id => OwnerOf(PinKind.File, id))), Assert.Null);
    }

    [Theory]
    [InlineData("POST", "/threads/runs", """{"id":"run_1","object":"thread.run","thread_id":"thread_1","assistant_id":"asst_1"}""", PinKind.Thread, "thread_1", "run_1")]
    [InlineData("POST", "/threads/runs", """{"id":"thread_1","object":"thread"}""", PinKind.Thread, "thread_1", "run_1")]
    [InlineData("POST", "/videos/video_0/remix", """{"id":"video_1","object":"video"}""", PinKind.Video, "video_1", "video_0")]
    [InlineData("POST", "/videos/edits", """{"id":"video_1","object":"video"}""", PinKind.Video, "video_1", "video_0")]
    [InlineData("POST", "/videos/characters", """{"id":"someone"}""", PinKind.VideoCharacter, "someone", "else")]
    [InlineData("GET", "/fine_tuning/jobs/ftjob-1", """{"id":"ftjob-1","result_files":["file-1"]}""", PinKind.File, "file-1", "ftjob-1")]
    [InlineData("GET", "/responses/resp_1", """{"id":"resp_1","object":"response","output":[{"type":"code_interpreter_call","container_id":"cntr_1"}]}""", PinKind.Container, "cntr_1", "resp_1")]
    public async Task What_was_made_is_found_in_its_answer_wherever_it_stands(string method, string path, string answer, PinKind kind, string made, string not)
    {
        Assert.Null(await Note(method, path, answer));

        Assert.Equal("k2", await OwnerOf(kind, made));
        Assert.Null(await OwnerOf(kind, not));
    }

    [Fact]
    public async Task What_was_deleted_is_nobodys()
    {
        await _gateway.Objects.Keep(PinKind.VectorStore, "vs_1", "team", "p", "k2");

        Assert.Null(await Note("DELETE", "/vector_stores/vs_1", """{"id":"vs_1","object":"vector_store.deleted","deleted":true}"""));

        Assert.Null(await OwnerOf(PinKind.VectorStore, "vs_1"));
        Assert.Empty((await _gateway.Objects.Page(PinKind.VectorStore, "team", null, 10, true))!.Entries);
    }

    [Fact]
    public async Task What_was_made_and_cannot_be_stored_is_told_as_such()
    {
        _gateway.Pin(PinKey.Of(PinKind.VectorStore, "vs_1"u8)).Before = () => Task.FromException(new TimeoutException("gone"));

        var error = await Note("POST", "/vector_stores", """{"id":"vs_1","object":"vector_store"}""");

        Assert.Equal((503, "objects_unavailable"), (error!.Status, error.Code));
        Assert.Contains("vs_1", error.Message, StringComparison.Ordinal);
    }

    private async Task Keep(params (string Id, string Consumer, string Provider, string Account)[] files)
    {
        foreach (var (id, consumer, provider, account) in files)
            await _gateway.Objects.Keep(PinKind.File, id, consumer, provider, account);
    }

    private async Task<string?> OwnerOf(PinKind kind, string id) => (await _gateway.Objects.Find(kind, id, "team")).Pin?.Account;

    /// <returns>The provider and the key whose account it is, or the error.</returns>
    private async Task<string> Run(string method, string path, string? body = null, string? header = null)
    {
        var (call, request) = Asked(method, path, body);
        if (header is not null)
            call.Http.Request.Headers["x-aigateway-provider"] = header;
        if (await new ObjectRoutes(_gateway.Objects, new NamedInBody(_gateway.Objects), new KeptResponses(FakeGrains.New().Factory)).Run(call, request) is { } error)
            return $"{error.Status} {error.Code ?? error.Param}";
        var hop = Assert.Single(call.Route.Hops);
        var key = hop.Account is { } account ? Array.Find(hop.Target.Provider.Keys, key => key.Account == account)!.Id : "any";
        return $"{hop.Target.Provider.Id} {key}";
    }

    private async Task<OpenAiError?> Note(string method, string path, string answer)
    {
        var (call, request) = Asked(method, path, null);
        var provider = _gateway.Catalog.Table.Providers["p"];
        call.Begin(new Attempt(ObjectRoutes.HopTo(provider, null), Array.Find(provider.Keys, key => key.Id == "k2"), null, null), 0);
        var bytes = Encoding.UTF8.GetBytes(answer);
        return await new ObjectOwners(_gateway.Objects).Note(call, request, ObjectIds.Read(bytes), request.MayNameMore ? ObjectReferences.Read(bytes) : null);
    }

    private (Exchange Call, ObjectRequest Request) Asked(string method, string path, string? body)
    {
        var request = ObjectPaths.Read(method, path, out _)!;
        var call = new Exchange(new DefaultHttpContext(), request.Operation, "req_test", _gateway.Catalog.Table, 0, 0) { Consumer = _gateway.Catalog.Table.Consumers["team"] };
        if (body is not null)
        {
            var bytes = Encoding.UTF8.GetBytes(body);
            call.Body = new PooledBody(bytes.Length + 1);
            bytes.CopyTo(call.Body.GetSpan(bytes.Length));
            call.Body.Advance(bytes.Length);
        }
        return (call, request);
    }
}
