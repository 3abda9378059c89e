using AiGateway.Core.Health;
using AiGateway.Grains.Cluster;
using AiGateway.Grains.Endpoints;
using AiGateway.Grains.Keys;

namespace AiGateway.Edge.Tests.Pipeline;

public sealed class ExplanationTests : IDisposable
{
    private readonly TestGateway _gateway = new(Yaml(explain: true));

    public void Dispose() => _gateway.Dispose();

    [Fact]
    public async Task An_answer_without_trouble_names_its_key_and_those_that_an_operator_took_out()
    {
        var headers = (await Answered()).Headers;

        Assert.Contains(headers["x-aigateway-key"].ToString(), new[] { "k1", "k2", "k3" });
        Assert.Equal("off Disabled", headers["x-aigateway-passed-over"].ToString());
    }

    [Fact]
    public async Task Keys_that_failed_for_the_call_and_keys_that_were_out_are_told_with_their_reasons()
    {
        Out("k1", KeyHealthState.Throttled, "rate_limit_exceeded");
        Out("k2", KeyHealthState.Dead, "invalid_api_key");
        _gateway.Provider.Answers(500, TestGateway.ServerError);

        var headers = (await Answered()).Headers;

        Assert.Equal("b1", headers["x-aigateway-key"].ToString());
        Assert.Equal(
            "k3 server_error, k1 Throttled (rate_limit_exceeded), k2 Dead (invalid_api_key), off Disabled", headers["x-aigateway-passed-over"].ToString());
    }

    [Fact]
    public async Task A_model_that_a_key_cannot_serve_and_an_address_that_is_out_are_told()
    {
        foreach (var key in new[] { "k1", "k2" })
            _gateway.Views[key].Apply(Status(key, KeyHealthState.Active) with { BlockedModels = [new BlockedModelStatus("gpt", 60_000, "model_not_found")] }, Now);
        Assert.StartsWith("k1 Blocked (model_not_found), k2 Blocked (model_not_found)", (await Answered()).Headers["x-aigateway-passed-over"].ToString(), StringComparison.Ordinal);

        _gateway.Views.Endpoint("p").Apply(new EndpointStatus { EndpointId = "p", Epoch = 1, Version = 1, State = EndpointState.Open, UntilInMs = 60_000, Reason = "connect_failed" }, Now);
        Assert.Equal("p Open (connect_failed)", (await Answered()).Headers["x-aigateway-passed-over"].ToString());
    }

    [Fact]
    public async Task A_model_whose_circuit_is_open_is_told_by_its_name()
    {
        Fails("k1", "gpt");
        Fails("k2", "other");
        Out("k3", KeyHealthState.Disabled);

        var headers = (await Answered()).Headers;

        Assert.Equal(("k2", "k1 Open for gpt (server_error), k3 Disabled, off Disabled"), (headers["x-aigateway-key"].ToString(), headers["x-aigateway-passed-over"].ToString()));

        void Fails(string key, string model) => _gateway.Views[key].Apply(
            new KeyStatus { KeyId = key, Epoch = 1, Version = 1, Models = [new ModelStatus { Model = model, State = KeyHealthState.Open, UntilInMs = 60_000, Reason = "server_error" }] }, Now);
    }

    [Fact]
    public async Task What_a_provider_calls_its_error_cannot_break_a_header()
    {
        Out("k1", KeyHealthState.Throttled, "odd\r\nx-evil: ü");

        Assert.Contains("k1 Throttled (odd??x-evil: ?)", (await Answered()).Headers["x-aigateway-passed-over"].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_consumer_that_is_not_to_know_is_not_told()
    {
        using var gateway = new TestGateway(Yaml(explain: false));
        gateway.Provider.Answers(500, TestGateway.ServerError).Answers(200, TestGateway.Answer());

        var headers = (await gateway.Call(TestGateway.Chat())).Response.Headers;

        Assert.DoesNotContain(headers.Keys, name => name is "x-aigateway-key" or "x-aigateway-passed-over");
    }

    private long Now => _gateway.Time.MonotonicMs();

    private async Task<Microsoft.AspNetCore.Http.HttpResponse> Answered()
    {
        _gateway.Provider.Answers(200, TestGateway.Answer());
        var caller = await _gateway.Call(TestGateway.Chat());
        Assert.Equal(200, caller.Response.StatusCode);
        return caller.Response;
    }

    private void Out(string key, KeyHealthState state, string? reason = null) => _gateway.Views[key].Apply(Status(key, state) with { Reason = reason }, Now);

    private static KeyStatus Status(string key, KeyHealthState state) => new() { KeyId = key, Epoch = 1, Version = 1, State = state, UntilInMs = 60_000 };

    private static string Yaml(bool explain) => $$"""
        providers:
          - { id: p, baseUrl: 'http://p/v1', keys: [ { id: k1, secret: a }, { id: k2, secret: b }, { id: k3, secret: c }, { id: off, secret: d, disabled: true } ] }
          - { id: b, baseUrl: 'http://b/v1', keys: [ { id: b1, secret: e } ] }
        models:
          - { id: chat, targets: [ { provider: p, model: gpt } ], fallback: [ { provider: b, model: gpt } ] }
        consumers:
          - { id: team, keys: [ { secret: the caller's own key } ], models: [ "*" ], explain: {{(explain ? "true" : "false")}} }
        """;
}
