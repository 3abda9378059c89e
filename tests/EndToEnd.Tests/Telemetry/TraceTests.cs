using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.Telemetry;

public sealed class TraceTests(ObservedGateway gateway) : IClassFixture<ObservedGateway>
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";
    private const string Step = "b7ad6b7169203331";

    [Theory]
    [InlineData("openai.invalid_key", "invalid_api_key", "401")]
    [InlineData("generic.empty_500", null, "500")]
    public async Task A_call_that_fails_over_is_one_trace_with_a_span_for_each_attempt(string preset, string? error, string status)
    {
        await gateway.Fake.AddRule(new { match = new { key = ObservedGateway.Secret("first"), path = "/chat/completions" }, times = 1, answer = new { preset } });

        var answer = await gateway.Edge.Data.Chat("chained");

        Assert.Equal("2", answer.Header("x-aigateway-attempts"));
        var call = await gateway.SpanOf(answer.Header("x-request-id"));
        Assert.Equal(("chat chained", OtlpKind.Server, "", "aigateway-edge"), (call.Name, call.Kind, call.Parent, call.Service));
        Assert.False(call.IsError);
        Assert.Equal(
            new SortedDictionary<string, string>
            {
                ["gen_ai.operation.name"] = "chat",
                ["gen_ai.request.model"] = "chained",
                ["gen_ai.provider.name"] = "second",
                ["aigateway.provider"] = "second",
                ["gen_ai.response.model"] = "fake-two",
                ["gen_ai.usage.input_tokens"] = "3",
                ["gen_ai.usage.output_tokens"] = "10",
                ["aigateway.call.id"] = answer.Header("x-request-id")!,
                ["aigateway.consumer"] = "team",
                ["aigateway.attempts"] = "2",
                ["aigateway.target"] = "second/fake-two",
                ["aigateway.key"] = "second-1",
                ["aigateway.passed_over"] = $"first-1 {error ?? "transient"}",
                ["aigateway.outcome"] = "Ok",
            },
            new SortedDictionary<string, string>(call.Attributes.ToDictionary()));

        var attempts = gateway.Own(call.TraceId).Where(s => s.Id != call.Id).OrderBy(s => s.StartNs).ToList();
        Assert.Equal(["chat fake-one", "chat fake-two"], attempts.Select(a => a.Name));
        Assert.All(attempts, a => Assert.Equal((OtlpKind.Client, call.Id), (a.Kind, a.Parent)));
        Assert.Equal(["1", "2"], attempts.Select(a => a["aigateway.attempt"]));
        Assert.Equal(["first-1", "second-1"], attempts.Select(a => a["aigateway.key"]));
        Assert.Equal(["first", "second"], attempts.Select(a => a["gen_ai.provider.name"]));
        Assert.Equal(["first", "second"], attempts.Select(a => a["aigateway.provider"]));
        Assert.All(attempts, a => Assert.Equal(
            ("chat", "127.0.0.1", $"{gateway.Fake.Address.Port}"), (a["gen_ai.operation.name"], a["server.address"], a["server.port"])));
        Assert.Equal([(null, null), ("3", "10")], attempts.Select(a => (a["gen_ai.usage.input_tokens"], a["gen_ai.usage.output_tokens"])));
        Assert.Equal(["fake-one", "fake-two"], attempts.Select(a => a["gen_ai.request.model"]));
        Assert.Equal([true, false], attempts.Select(a => a.IsError));
        Assert.Equal(status, attempts[0]["http.response.status_code"]);
        Assert.False(string.IsNullOrEmpty(attempts[0]["error.type"]));
        if (error is not null)
            Assert.Equal(error, attempts[0]["error.type"]);
        Assert.Null(attempts[1]["error.type"]);
        await BringBack("first-1");
    }

    [Fact]
    public async Task A_callers_trace_is_continued()
    {
        var answer = await gateway.ChatWithin($"00-{Trace}-{Step}-01", "plain");

        var call = await gateway.SpanOf(answer.Header("x-request-id"));

        Assert.Equal((Trace, Step), (call.TraceId, call.Parent));
        Assert.Equal(call.Id, Assert.Single(gateway.Own(Trace), s => s.Id != call.Id).Parent);
    }

    [Fact]
    public async Task A_trace_its_caller_does_not_record_is_not_recorded_here_either()
    {
        const string unrecorded = "4bf92f3577b34da6a3ce929d0e0e4736";
        _ = (await gateway.ChatWithin($"00-{unrecorded}-{Step}-00", "plain")).Ok;

        // Spans are exported in the order they end, so what came before this one would be there.
        await gateway.SpanOf((await gateway.Edge.Data.Chat("plain")).Header("x-request-id"));

        Assert.DoesNotContain(gateway.Collector.Spans, s => s.TraceId == unrecorded);
    }

    [Fact]
    public async Task A_refused_call_is_its_callers_error_and_has_no_attempt()
    {
        using var stranger = gateway.Edge.ClientWith("nobody's key");
        foreach (var (client, model, status) in new[] { (stranger, "plain", 401), (gateway.Edge.Data, "unheard-of", 404) })
        {
            var answer = await client.Chat(model);

            Assert.Equal(status, answer.Status);
            var call = await gateway.SpanOf(answer.Header("x-request-id"));
            Assert.Equal(("ClientError", "0"), (call["aigateway.outcome"], call["aigateway.attempts"]));
            Assert.Single(gateway.Own(call.TraceId));
        }
    }

    [Fact]
    public async Task The_spans_of_a_stream_last_until_its_last_event()
    {
        await gateway.Fake.AddRule(new { match = new { key = ObservedGateway.Secret("steady"), stream = true }, times = 1, answer = new { gapMs = 20, cachedTokens = 2, reasoningTokens = 4 } });

        var answer = await gateway.Edge.Data.ChatStream("plain");

        Assert.True(answer.Done, answer.ToString());
        var call = await gateway.SpanOf(answer.Header("x-request-id"));
        var attempt = Assert.Single(gateway.Own(call.TraceId), s => s.Id != call.Id);
        Assert.InRange(attempt.Duration, TimeSpan.FromMilliseconds(9 * 20), call.Duration);
        foreach (var span in new[] { call, attempt })
        {
            Assert.Equal(("3", "14"), (span["gen_ai.usage.input_tokens"], span["gen_ai.usage.output_tokens"]));
            Assert.Equal(("2", "4", "true"), (span["gen_ai.usage.cache_read.input_tokens"], span["gen_ai.usage.reasoning.output_tokens"], span["gen_ai.request.stream"]));
        }
    }

    [Fact]
    public async Task A_call_that_nobody_answers_is_an_error_with_the_providers_reason()
    {
        await gateway.Fake.AddRule(new { match = new { key = ObservedGateway.Secret("*"), path = "/chat/completions" }, times = 2, answer = new { preset = "openai.invalid_key" } });

        var answer = await gateway.Edge.Data.Chat("chained");

        var call = await gateway.SpanOf(answer.Header("x-request-id"));
        Assert.True(call.IsError);
        Assert.Equal(("invalid_api_key", "UpstreamError", "2"), (call.StatusText, call["aigateway.outcome"], call["aigateway.attempts"]));
        await BringBack("first-1", "second-1");
    }

    private async Task BringBack(params string[] keys)
    {
        foreach (var key in keys)
        {
            _ = await gateway.Edge.Admin.Post($"/admin/v1/keys/{key}/unblock");
            await gateway.Edge.Admin.KeyBecomes(key, "Active");
        }
        await Eventually.Get(() => gateway.Edge.Data.Chat("chained"), answer => answer.Header("x-aigateway-attempts") == "1");
    }
}
