using AiGateway.Core.Health;
using AiGateway.Core.Pinning;
using AiGateway.Core.Usage;
using AiGateway.Edge.Tests.Fakes;
using AiGateway.Edge.Tests.OpenAi;
using AiGateway.Edge.Tests.Pipeline;

namespace AiGateway.Edge.Tests.Pinning;

/// <summary>Conversations whose thoughts only the account can read that made them.</summary>
public sealed class SignaturePinTests : IDisposable
{
    private const string Yaml = """
        providers:
          - { id: p, baseUrl: 'http://p/v1', affinity: off, keys: [ { id: k1, secret: ONE, weight: 1000 }, { id: k2, secret: TWO }, { id: k3, secret: THREE, quotaGroup: group }, { id: k4, secret: FOUR, quotaGroup: group } ] }
          - { id: q, baseUrl: 'http://q/v1', keys: [ { id: k5, secret: FIVE } ] }
        models:
          - { id: chat, targets: [ { provider: p, model: gpt }, { provider: q, model: other, weight: 0 } ] }
          - { id: alone, targets: [ { provider: q, model: gpt } ], fallback: [ { provider: p, model: small } ] }
          - { id: elsewhere, targets: [ { provider: q, model: gpt } ] }
        consumers:
          - { id: team, keys: [ { secret: the caller's own key } ], models: [ "*" ] }
        """;

    private readonly TestGateway _gateway = new(Yaml);

    public void Dispose() => _gateway.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_an_answer_brings_is_pinned_to_the_account_that_gave_it_before_it_ends(bool stream)
    {
        const string thought = """{"role":"assistant","content":"x","extra_content":{"google":{"thought_signature":"S"}}}""";
        _gateway.Provider.Answers(
            200,
            stream ? $$"""data: {"id":"a","choices":[{"index":0,"delta":{{thought}},"finish_reason":"stop"}]}""" + "\n\ndata: [DONE]\n\n"
                : $$"""{"id":"a","choices":[{"index":0,"message":{{thought}},"finish_reason":"stop"}]}""",
            stream ? "text/event-stream" : "application/json");
        var stored = new TaskCompletionSource();
        Owner("S").Before = () => stored.Task;
        using var caller = new Caller(TestGateway.Chat(stream: stream), TestCatalog.ConsumerKey);

        var running = _gateway.Run(caller);
        Assert.False(running.IsCompleted);
        Assert.DoesNotContain("[DONE]", caller.Received, StringComparison.Ordinal);
        stored.SetResult();
        await running;

        var pin = Owner("S").Pins.Find("").Pin!;
        Assert.Equal(("p", "k1"), (pin.Provider, pin.Account));
        Assert.Equal(CallOutcome.Ok, Assert.Single(_gateway.Records).Outcome);
    }

    [Fact]
    public async Task A_store_that_does_not_answer_holds_the_answer_up_for_a_second_and_this_edge_knows_all_the_same()
    {
        _gateway.Provider.Answers(200, """{"id":"a","choices":[{"index":0,"message":{"content":"x","thought_signature":"S"},"finish_reason":"stop"}]}""").Answers(200, TestGateway.Answer());
        Owner("S").Before = () => new TaskCompletionSource().Task;
        using var caller = new Caller(TestGateway.Chat(), TestCatalog.ConsumerKey);

        var running = _gateway.Run(caller);
        Assert.False(running.IsCompleted);
        _gateway.Time.Advance(TimeSpan.FromSeconds(1));
        await running;

        Assert.Equal(200, caller.Response.StatusCode);
        await _gateway.Call(With("S"));
        Assert.Equal(["Bearer ONE", "Bearer ONE"], _gateway.Provider.Requests.Select(r => r.Authorization));
    }

    [Fact]
    public async Task A_call_goes_to_any_key_of_the_account_though_others_have_more_weight()
    {
        Pinned("S", "p", "group");
        var asked = new HashSet<string?>();
        for (var i = 0; i < 60; i++)
        {
            _gateway.Provider.Answers(200, TestGateway.Answer());
            Assert.Equal(200, (await _gateway.Call(With("S"))).Response.StatusCode);
            asked.Add(_gateway.Provider.Requests[^1].Authorization);
        }

        Assert.Equal(["Bearer FOUR", "Bearer THREE"], asked.Order(StringComparer.Ordinal));
        Assert.Equal(1, Owner("S").Asked);
    }

    [Fact]
    public async Task A_failure_moves_on_within_the_account_and_never_out_of_it()
    {
        Pinned("S", "p", "group");
        _gateway.Provider.Answers(500, TestGateway.ServerError).Answers(500, TestGateway.ServerError);

        var caller = await _gateway.Call(With("S", "alone"));

        Assert.Equal(502, caller.Response.StatusCode);
        Assert.Equal(["Bearer FOUR", "Bearer THREE"], _gateway.Provider.Requests.Select(r => r.Authorization).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_conversation_goes_on_at_a_target_that_is_given_no_new_ones()
    {
        Pinned("S", "q", "k5");
        _gateway.Provider.Answers(200, TestGateway.Answer());

        var caller = await _gateway.Call(With("S"));

        Assert.Equal("q/other", caller.Response.Headers["x-aigateway-target"].ToString());
    }

    [Fact]
    public async Task An_account_that_is_dead_is_told_as_such()
    {
        Pinned("S", "p", "k2");
        _gateway.Views["k2"].Apply(new() { KeyId = "k2", Epoch = 1, Version = 1, State = KeyHealthState.Dead, UntilInMs = 5_000 }, 0);

        var caller = await _gateway.Call(With("S"));

        Assert.Equal(503, caller.Response.StatusCode);
        Assert.Contains("pinned_account_unavailable", caller.Received, StringComparison.Ordinal);
        Assert.Contains("'messages[1]' was made at provider 'p'", caller.Received, StringComparison.Ordinal);
        Assert.DoesNotContain("k2", caller.Received, StringComparison.Ordinal);
        Assert.Empty(_gateway.Provider.Requests);
    }

    [Fact]
    public async Task A_model_that_is_not_served_there_is_refused()
    {
        Pinned("S", "p", "k1");

        var caller = await _gateway.Call(With("S", "elsewhere"));

        Assert.Equal(400, caller.Response.StatusCode);
        Assert.Contains("pinned_elsewhere", caller.Received, StringComparison.Ordinal);
        Assert.Empty(_gateway.Provider.Requests);
    }

    [Fact]
    public async Task Thoughts_of_two_accounts_are_refused_with_both_their_places()
    {
        Pinned("S", "p", "k1");
        Pinned("T", "p", "k2");

        var caller = await _gateway.Call("""{"model":"chat","messages":[{"role":"assistant","thought_signature":"S"},{"role":"user","content":"q"},{"role":"assistant","thought_signature":"T"}]}""");

        Assert.Equal(400, caller.Response.StatusCode);
        Assert.Contains("pinned_to_different_accounts", caller.Received, StringComparison.Ordinal);
        Assert.Contains("messages[0]", caller.Received, StringComparison.Ordinal);
        Assert.Contains("messages[2]", caller.Received, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_nobody_knows_goes_where_it_would_have_gone_and_is_asked_for_once()
    {
        for (var i = 0; i < 3; i++)
        {
            _gateway.Provider.Answers(200, TestGateway.Answer());
            Assert.Equal(200, (await _gateway.Call(With("S"))).Response.StatusCode);
        }

        Assert.Equal(1, Owner("S").Asked);
    }

    [Fact]
    public async Task Owners_that_do_not_answer_cost_half_a_second_and_not_the_call()
    {
        Owner("S").Before = () => new TaskCompletionSource().Task;
        _gateway.Provider.Answers(200, TestGateway.Answer());
        using var caller = new Caller(With("S"), TestCatalog.ConsumerKey);

        var running = _gateway.Run(caller);
        Assert.False(running.IsCompleted);
        _gateway.Time.Advance(TimeSpan.FromMilliseconds(500));
        await running;

        Assert.Equal(200, caller.Response.StatusCode);
    }

    private FakePin Owner(string signature) => _gateway.Pin(PinKey.Of(PinKind.Signature, Wire.Bytes(signature)));

    private void Pinned(string signature, string provider, string account) =>
        Owner(signature).Pins = PinSet.Empty.With(new Pin { Provider = provider, Account = account, CreatedMs = 0, UsedMs = 0 });

    private static string With(string signature, string model = "chat") =>
        $$"""{"model":"{{model}}","messages":[{"role":"user","content":"q"},{"role":"assistant","content":"x","thought_signature":"{{signature}}"},{"role":"user","content":"hi"}]}""";
}
