using System.Text.Json.Nodes;
using AiGateway.Edge.Api.OpenAi;

namespace AiGateway.Edge.Tests.OpenAi;

public sealed class OpenAiErrorTests
{
    private static string Json(OpenAiError error) => Wire.Written(output => OpenAiErrorJson.Write(error, output));

    [Fact]
    public void The_body_has_all_four_members() =>
        Assert.Equal(
            """{"error":{"message":"The model 'x' does not exist or you do not have access to it.","type":"invalid_request_error","param":"model","code":"model_not_found"}}""",
            Json(RequestErrors.UnknownModel("x")));

    [Fact]
    public void Members_without_a_value_are_null() =>
        Assert.Equal("""{"error":{"message":"m","type":"t","param":null,"code":null}}""", Json(new OpenAiError(400, "m", "t", null, null)));

    [Fact]
    public void Markup_and_control_characters_in_echoed_names_are_escaped_and_cut()
    {
        var json = Json(RequestErrors.UnknownModel("<script>&\u0000\u001b\u2028\ud800" + new string('x', 1000)));
        Assert.DoesNotContain(json, c => c is '<' or '>' or '&' || char.IsControl(c) || c == '\u2028');
        Assert.StartsWith("""{"error":{"message":"The model '\u003Cscript\u003E\u0026\u0000\u001B\u2028""", json, StringComparison.Ordinal);
        Assert.True(JsonNode.Parse(json)!["error"]!["message"]!.GetValue<string>().Length < 270);
    }

    [Fact]
    public void A_cut_never_halves_a_character() => Assert.Equal(199, Echo.Name(new string('a', 199) + "😀").Length);

    [Theory]
    [InlineData("sk-gw-0123456789abcdef", "Incorrect API key provided: sk-…****.")]
    [InlineData("My API Key!!", "Incorrect API key provided: My …****.")]
    [InlineData("short", "Incorrect API key provided: ****.")]
    [InlineData("", "Incorrect API key provided: ****.")]
    public void An_unknown_key_is_hinted_at_and_not_shown(string key, string message)
    {
        var error = AccessErrors.UnknownKey(key);
        Assert.Equal((401, message, "invalid_request_error", "invalid_api_key"), (error.Status, error.Message, error.Type, error.Code));
    }

    public static TheoryData<string, int, string, string?> Shapes => new()
    {
        { Json(RequestErrors.InvalidJson("why")), 400, "invalid_request_error", "invalid_json" },
        { Json(RequestErrors.MissingMember("model")), 400, "invalid_request_error", "missing_required_parameter" },
        { Json(RequestErrors.InvalidMember("n", "why")), 400, "invalid_request_error", "invalid_value" },
        { Json(RequestErrors.BodyTooLarge(5)), 413, "invalid_request_error", "request_too_large" },
        { Json(RequestErrors.UnsupportedMediaType(null)), 415, "invalid_request_error", "unsupported_content_type" },
        { Json(RequestErrors.MethodNotAllowed("PUT", "/v1/models", "GET")), 405, "invalid_request_error", "method_not_allowed" },
        { Json(RequestErrors.NotFound("GET", "/v1/nothing")), 404, "invalid_request_error", "unknown_url" },
        { Json(RequestErrors.BodyTimedOut()), 408, "invalid_request_error", "request_timeout" },
        { Json(AccessErrors.MissingKey()), 401, "invalid_request_error", "missing_api_key" },
        { Json(AccessErrors.ModelNotAllowed("m")), 403, "invalid_request_error", "model_not_allowed" },
        { Json(LimitErrors.RateLimited("tokens per minute", true, 5, 0, 9)), 429, "tokens", "rate_limit_exceeded" },
        { Json(LimitErrors.BudgetExhausted("tokens per day", 5, 0, 9)), 429, "insufficient_quota", "insufficient_quota" },
        { Json(UpstreamErrors.ContextLength(null)), 400, "invalid_request_error", "context_length_exceeded" },
        { Json(UpstreamErrors.ContentPolicy("no")), 400, "invalid_request_error", "content_policy_violation" },
        { Json(UpstreamErrors.OutOfQuota()), 429, "insufficient_quota", "insufficient_quota" },
        { Json(UpstreamErrors.AuthFailed()), 503, "service_unavailable_error", "upstream_auth_error" },
        { Json(UpstreamErrors.ModelUnavailable("m")), 404, "invalid_request_error", "model_not_found" },
        { Json(UpstreamErrors.Throttled(3)), 429, "requests", "rate_limit_exceeded" },
        { Json(UpstreamErrors.Overloaded()), 503, "service_unavailable_error", "upstream_overloaded" },
        { Json(UpstreamErrors.NoHealthyUpstream()), 503, "service_unavailable_error", "no_healthy_upstream" },
        { Json(UpstreamErrors.Failed()), 502, "server_error", "upstream_error" },
        { Json(UpstreamErrors.TimedOut()), 504, "server_error", "upstream_timeout" },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Every_error_is_json_with_words_for_people_and_a_code_for_programs(string json, int status, string type, string? code)
    {
        Assert.InRange(status, 400, 504);
        var error = JsonNode.Parse(json)!["error"]!.AsObject();
        Assert.Equal(["message", "type", "param", "code"], error.Select(m => m.Key));
        Assert.NotEmpty(error["message"]!.GetValue<string>());
        Assert.Equal((type, code), (error["type"]!.GetValue<string>(), error["code"]?.GetValue<string>()));
    }

    [Fact]
    public void A_reached_limit_is_named_with_what_remains_and_when_to_come_back()
    {
        var error = LimitErrors.RateLimited("requests per minute", tokens: false, limit: 60, remaining: -2, retryAfterMs: 11_001);
        Assert.Equal("Rate limit reached for requests per minute: limit 60, remaining 0. Please try again in 12s.", error.Message);
        Assert.Equal((429, "requests", 12, 11_001L, false), (error.Status, error.Type, error.RetryAfter, error.RetryAfterMs, error.Terminal));
    }

    [Fact]
    public void An_exhausted_budget_is_told_apart_and_says_when_it_is_renewed()
    {
        var error = LimitErrors.BudgetExhausted("tokensPerDay", limit: 500, remaining: 3, retryAfterMs: 3_723_000);
        Assert.Equal("Quota exhausted for tokensPerDay: limit 500, remaining 3. It is renewed in 1h2m3s; until then ask your administrator to raise it.", error.Message);
        Assert.Equal((429, 3_723, true), (error.Status, error.RetryAfter, error.Terminal));
    }

    [Theory]
    [InlineData(400, null, null)]
    [InlineData(404, null, null)]
    [InlineData(408, null, 1)]
    [InlineData(429, null, 1)]
    [InlineData(500, null, 1)]
    [InlineData(503, 30, 30)]
    [InlineData(503, 0, 1)]
    [InlineData(429, -5, 1)]
    public void Statuses_that_clients_retry_say_when(int status, int? given, int? expected) =>
        Assert.Equal(expected, new OpenAiError(status, "m", "t", null, null, given).RetryAfter);

    [Theory]
    [InlineData(400, 400)]
    [InlineData(422, 422)]
    [InlineData(415, 415)]
    [InlineData(401, 400)]
    [InlineData(402, 400)]
    [InlineData(403, 400)]
    [InlineData(424, 400)]
    [InlineData(429, 400)]
    [InlineData(500, 400)]
    public void A_providers_refusal_of_the_request_passes_and_its_view_of_the_gateway_does_not(int status, int told)
    {
        var error = UpstreamErrors.Rejected(status, "-42 is less than the minimum of 1 - 'dimensions'", "invalid_request_error", "dimensions", "bad");
        Assert.Equal((told, "-42 is less than the minimum of 1 - 'dimensions'", "dimensions", "bad"), (error.Status, error.Message, error.Param, error.Code));
    }

    [Fact]
    public void A_refusal_without_words_gets_some()
    {
        var error = UpstreamErrors.Rejected(400, " ", null, null, null);
        Assert.Equal(("The provider refused this request.", "invalid_request_error"), (error.Message, error.Type));
    }
}
