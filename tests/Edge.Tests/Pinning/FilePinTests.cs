using AiGateway.Core.Pinning;
using AiGateway.Edge.Tests.Fakes;
using AiGateway.Edge.Tests.OpenAi;
using AiGateway.Edge.Tests.Pipeline;

namespace AiGateway.Edge.Tests.Pinning;

/// <summary>Chats that name files.</summary>
public sealed class FilePinTests : IDisposable
{
    private const string Yaml = """
        providers:
          - { id: p, baseUrl: 'http://p/v1', objects: own, keys: [ { id: k1, secret: ONE, weight: 1000 }, { id: k2, secret: TWO } ] }
          - { id: q, baseUrl: 'http://q/v1', keys: [ { id: k3, secret: THREE } ] }
        models:
          - { id: chat, targets: [ { provider: p, model: gpt } ], fallback: [ { provider: q, model: gpt } ] }
          - { id: plain, targets: [ { provider: q, model: gpt } ] }
        consumers:
          - { id: team, keys: [ { secret: the caller's own key } ], models: [ "*" ] }
        """;

    private readonly TestGateway _gateway = new(Yaml);

    public void Dispose() => _gateway.Dispose();

    [Fact]
    public async Task A_file_of_its_own_leads_a_call_to_the_account_that_has_it_and_to_no_other()
    {
        await _gateway.Objects.Keep(PinKind.File, "file-1", "team", "p", "k2");
        _gateway.Provider.Answers(200, TestGateway.Answer()).Answers(500, TestGateway.ServerError);

        Assert.Equal(200, (await _gateway.Call(With("file-1"))).Response.StatusCode);
        Assert.Equal(502, (await _gateway.Call(With("file-1"))).Response.StatusCode);

        Assert.Equal(["Bearer TWO", "Bearer TWO"], _gateway.Provider.Requests.Select(r => r.Authorization));
    }

    [Theory]
    [InlineData("chat")]
    [InlineData("plain")]
    public async Task Another_consumers_file_does_not_exist(string model)
    {
        await _gateway.Objects.Keep(PinKind.File, "file-1", "others", "p", "k2");

        var caller = await _gateway.Call(At(model, "file-1"));

        Assert.Equal(404, caller.Response.StatusCode);
        Assert.Contains("No such File object: file-1", caller.Received, StringComparison.Ordinal);
        Assert.Empty(_gateway.Provider.Requests);
    }

    [Fact]
    public async Task A_file_nobody_knows_is_refused_where_the_gateway_keeps_files_and_passed_on_elsewhere()
    {
        _gateway.Provider.Answers(200, TestGateway.Answer());

        Assert.Equal(404, (await _gateway.Call(With("file-1"))).Response.StatusCode);
        Assert.Equal(200, (await _gateway.Call(At("plain", "file-1"))).Response.StatusCode);
    }

    [Fact]
    public async Task Files_of_two_accounts_are_refused()
    {
        await _gateway.Objects.Keep(PinKind.File, "file-1", "team", "p", "k1");
        await _gateway.Objects.Keep(PinKind.File, "file-2", "team", "p", "k2");

        var caller = await _gateway.Call(With("file-1", "file-2"));

        Assert.Equal(400, caller.Response.StatusCode);
        Assert.Contains("'messages[0].file_id' was made at provider 'p' and 'messages[1].file_id' at provider 'p', by another account", caller.Received, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_whose_owner_does_not_answer_is_not_sent_anywhere()
    {
        _gateway.Pin(PinKey.Of(PinKind.File, Wire.Bytes("file-1"))).Before = () => Task.FromException(new TimeoutException("gone"));

        var caller = await _gateway.Call(With("file-1"));

        Assert.Equal(503, caller.Response.StatusCode);
        Assert.Contains("objects_unavailable", caller.Received, StringComparison.Ordinal);
        Assert.Empty(_gateway.Provider.Requests);
    }

    [Fact]
    public void More_files_than_anybody_needs_are_refused() =>
        Assert.Equal("file_id", Wire.Refusal(With([.. Enumerable.Range(0, 257).Select(i => $"file-{i}")])).Param);

    private static string With(params string[] ids) => At("chat", ids);

    private static string At(string model, params string[] ids)
    {
        var messages = ids.Select(id => $$$"""{"role":"user","content":[{"type":"text","text":"what is it?"},{"type":"file","file":{"file_id":"{{{id}}}"}}]}""");
        return $$"""{"model":"{{model}}","messages":[{{string.Join(',', messages)}}]}""";
    }
}
