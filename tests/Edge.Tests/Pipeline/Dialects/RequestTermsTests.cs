using System.Text.Json;
using AiGateway.Edge.Api;
using AiGateway.Edge.Api.OpenAi;

namespace AiGateway.Edge.Tests.Pipeline.Dialects;

/// <summary>What an operator has asked otherwise than callers do, and which model answers.</summary>
public sealed class RequestTermsTests : IDisposable
{
    private const string Messages = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";

    private readonly DialectBench _bench = new();

    [Theory]
    [InlineData("", 50, null)]
    [InlineData(",\"temperature\":1.5,\"max_tokens\":4000", 50, 0.5)]
    [InlineData(",\"temperature\":0.1,\"max_tokens\":40", 40, 0.1)]
    public async Task Caps_defaults_and_overrides_are_written_into_the_callers_own_bytes(string said, int tokens, double? temperature)
    {
        _bench.At("openai").Answers(200, TestGateway.Answer());

        await _bench.Call($"{{\"model\":\"capped\",\"x\":[1.50]{said},{Messages}}}");
        var sent = _bench.SentJson("openai");

        Assert.Equal((tokens, 0.9, "flex"), (sent.GetProperty("max_tokens").GetInt32(), sent.GetProperty("top_p").GetDouble(), sent.GetProperty("service_tier").GetString()));
        Assert.Equal(temperature, sent.TryGetProperty("temperature", out var value) ? value.GetDouble() : null);
        Assert.Contains("\"x\":[1.50]", _bench.Sent("openai").Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(nameof(Operation.ChatCompletions))]
    [InlineData(nameof(Operation.Messages))]
    public async Task An_override_may_be_above_what_the_caller_asked_for(string operation)
    {
        _bench.At("openai").Answers(200, TestGateway.Answer());

        await _bench.Call($"{{\"model\":\"talkative\",\"max_tokens\":40,{Messages}}}", Enum.Parse<Operation>(operation));

        Assert.Equal(900, _bench.SentJson("openai").GetProperty("max_tokens").GetInt32());
    }

    [Theory]
    [InlineData("")]
    [InlineData(",\"generationConfig\":{\"max_output_tokens\":40,\"temperature\":0.1}")]
    public async Task All_that_is_set_stands_in_the_one_object_that_google_has_for_it(string said)
    {
        _bench.At("google").Answers(200, """{"candidates":[{"content":{"role":"model","parts":[{"text":"hi"}]},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":1,"candidatesTokenCount":1,"totalTokenCount":2}}""");

        await _bench.Call($"{{\"contents\":[{{\"role\":\"user\",\"parts\":[{{\"text\":\"hi\"}}]}}]{said}}}", Operation.GenerateContent, new PathModel("wordy", Stream: false));
        var config = Assert.Single(_bench.SentJson("google").EnumerateObject(), member => member.Name == "generationConfig").Value;

        Assert.Equal(3, config.EnumerateObject().Count());
        Assert.Equal((1.0, 0.5), (config.GetProperty("temperature").GetDouble(), config.GetProperty("topP").GetDouble()));
        Assert.Contains("900", config.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task They_hold_for_calls_of_other_dialects_too()
    {
        _bench.At("openai").Answers(200, TestGateway.Answer());

        await _bench.Call($"{{\"model\":\"capped\",\"max_tokens\":4000,\"temperature\":0.9,{Messages}}}", Operation.Messages);
        var sent = _bench.SentJson("openai");

        Assert.Equal((50, 0.9, 0.5), (sent.GetProperty("max_tokens").GetInt32(), sent.GetProperty("top_p").GetDouble(), sent.GetProperty("temperature").GetDouble()));
    }

    [Fact]
    public async Task A_preset_takes_out_what_its_provider_does_not_know_and_the_caller_is_told()
    {
        _bench.At("mistral").Answers(200, TestGateway.Answer());

        var caller = await _bench.Call($"{{\"model\":\"mistral\",\"seed\":7,\"logit_bias\":{{\"1\":2}},{Messages}}}");
        var sent = _bench.SentJson("mistral");

        Assert.Equal(7, sent.GetProperty("random_seed").GetInt32());
        Assert.False(sent.TryGetProperty("logit_bias", out _));
        Assert.Equal("logit_bias", caller.Response.Headers["x-aigateway-omitted"]);
    }

    [Fact]
    public async Task An_operator_may_want_it_refused()
    {
        var caller = await _bench.Call($"{{\"model\":\"strict\",\"logit_bias\":{{\"1\":2}},{Messages}}}");

        Assert.Equal((400, "logit_bias"), (caller.Response.StatusCode, JsonElement.Parse(caller.Received).GetProperty("error").GetProperty("param").GetString()));
        Assert.Empty(_bench.At("strict").Requests);
    }

    [Theory]
    [InlineData("gpt-alias", "openai", "gpt-real")]
    [InlineData("llama-70b", "chatty", "meta/70b")]
    [InlineData("open/vendor/any:1", "open", "vendor/any:1")]
    public async Task Models_are_reached_by_aliases_expressions_and_their_providers(string asked, string host, string model)
    {
        _bench.At(host).Answers(200, TestGateway.Answer());

        var caller = await _bench.Call($"{{\"model\":\"{asked}\",{Messages}}}");

        Assert.Equal(200, caller.Response.StatusCode);
        Assert.Equal(model, _bench.SentJson(host).GetProperty("model").GetString());
        Assert.Contains($"\"model\":\"{asked}\"", caller.Received, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("openai/gpt-real")]
    [InlineData("open/")]
    [InlineData("nobody/gpt")]
    public async Task A_provider_that_does_not_allow_it_is_not_reached_by_its_name(string asked) =>
        Assert.Equal(404, (await _bench.Call($"{{\"model\":\"{asked}\",{Messages}}}")).Response.StatusCode);

    [Theory]
    [InlineData(",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":{\"type\":\"object\"}}}]", "claude")]
    [InlineData("", "openai")]
    public async Task Rules_choose_the_model(string said, string host)
    {
        _bench.At("claude").Answers(200, """{"id":"msg_1","type":"message","role":"assistant","model":"c","content":[{"type":"text","text":"hello"}],"stop_reason":"end_turn","usage":{"input_tokens":1,"output_tokens":1}}""");
        _bench.At("openai").Answers(200, TestGateway.Answer());

        var caller = await _bench.Call($"{{\"model\":\"auto\"{said},{Messages}}}");

        Assert.Single(_bench.At(host).Requests);
        Assert.Contains("\"model\":\"auto\"", caller.Received, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Azures_path_names_the_model_whatever_the_body_says()
    {
        _bench.At("openai").Answers(200, TestGateway.Answer());

        await _bench.Call($"{{\"model\":\"claude\",{Messages}}}", path: new PathModel("gpt"));

        Assert.Equal("gpt-real", _bench.SentJson("openai").GetProperty("model").GetString());
    }

    public void Dispose() => _bench.Dispose();
}
