using AiGateway.Edge.Api;
using AiGateway.Edge.Tests.Pipeline;

namespace AiGateway.Edge.Tests.Media;

/// <summary>Only who serves a thing is asked for it.</summary>
public sealed class ServesTests
{
    private const string Speech = """{"model":"chat","input":"hi","voice":"alloy"}""";

    [Fact]
    public async Task A_target_that_does_not_serve_it_is_passed_over_before_any_attempt()
    {
        using var gateway = Gateway("targets: [ { provider: words, model: w }, { provider: sounds, model: s } ]");
        for (var i = 0; i < 4; i++)
            gateway.Provider.At("sounds").Answers(200, "sound", "audio/mpeg");

        for (var i = 0; i < 4; i++)
            Assert.Equal("sound", (await gateway.Ask(Operation.Speech, Speech)).Received);

        Assert.Empty(gateway.Provider.At("words").Requests);
    }

    [Fact]
    public async Task A_fallback_that_serves_it_is_asked_where_no_target_does()
    {
        using var gateway = Gateway("targets: [ { provider: words, model: w } ], fallback: [ { provider: claude, model: c }, { provider: sounds, model: s } ]");
        gateway.Provider.At("sounds").Answers(200, "sound", "audio/mpeg");

        var caller = await gateway.Ask(Operation.Speech, Speech);

        Assert.Equal(("sounds/s", "1"), (caller.Response.Headers["x-aigateway-target"].ToString(), caller.Response.Headers["x-aigateway-attempts"].ToString()));
    }

    [Theory]
    [InlineData(nameof(Operation.Speech), Speech, "audio.speech")]
    [InlineData(nameof(Operation.Images), """{"model":"chat","prompt":"a"}""", "images.generations")]
    [InlineData(nameof(Operation.Moderations), """{"model":"chat","input":"a"}""", "moderations")]
    [InlineData(nameof(Operation.Rerank), """{"model":"chat","query":"a","documents":["a"]}""", "rerank")]
    public async Task Where_nobody_serves_it_the_caller_is_told_of_model_and_operation(string operation, string request, string name)
    {
        using var gateway = Gateway("targets: [ { provider: words, model: w } ], fallback: [ { provider: claude, model: c } ]");

        var caller = await gateway.Ask(operation, request);

        Assert.Equal(404, caller.Response.StatusCode);
        Assert.Contains($"'chat' serves {name}", caller.Received, StringComparison.Ordinal);
        Assert.Contains("unsupported_operation", caller.Received, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(404, "<html>not found</html>", "text/html")]
    [InlineData(404, """{"detail":"Not Found"}""", "application/json")]
    [InlineData(405, """{"error":{"message":"Method not allowed"}}""", "application/json")]
    public async Task A_provider_without_such_a_route_is_passed_over_without_blame(int status, string body, string mediaType)
    {
        using var gateway = Gateway("targets: [ { provider: mixed, model: m } ], fallback: [ { provider: sounds, model: s } ]");
        gateway.Provider.At("mixed").Answers(status, body, mediaType).Answers(200, TestGateway.Answer());
        gateway.Provider.At("sounds").Answers(200, "sound", "audio/mpeg");

        Assert.Equal("sound", (await gateway.Ask(Operation.Speech, Speech)).Received);

        Assert.Single(gateway.Provider.At("mixed").Requests);
        Assert.Equal("mixed/m", (await gateway.Call(TestGateway.Chat())).Response.Headers["x-aigateway-target"]);
    }

    [Fact]
    public async Task Who_alone_has_no_such_route_is_quoted()
    {
        using var gateway = Gateway("targets: [ { provider: mixed, model: m } ]");
        gateway.Provider.At("mixed").Answers(404, """{"detail":"Not Found"}""");

        var caller = await gateway.Ask(Operation.Speech, Speech);

        Assert.Equal(404, caller.Response.StatusCode);
        Assert.Contains("Not Found", caller.Received, StringComparison.Ordinal);
    }

    private static TestGateway Gateway(string model) => new($$"""
        providers:
          - { id: words, baseUrl: 'http://words/v1', serves: [ chat ], keys: [ { id: w, secret: W } ] }
          - { id: claude, kind: anthropic, baseUrl: 'http://claude', keys: [ { id: c, secret: C } ] }
          - { id: mixed, baseUrl: 'http://mixed/v1', keys: [ { id: m1, secret: M1 }, { id: m2, secret: M2 } ] }
          - { id: sounds, baseUrl: 'http://sounds/v1', serves: [ audio ], keys: [ { id: s, secret: S } ] }
        models:
          - { id: chat, {{model}} }
        consumers:
          - { id: team, keys: [ { secret: the caller's own key } ], models: [ "*" ] }
        """);
}
