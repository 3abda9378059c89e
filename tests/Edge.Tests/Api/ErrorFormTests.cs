using System.Text.Json;
using AiGateway.Core.Dialects;
using AiGateway.Edge.Api;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Tests.OpenAi;
using Microsoft.AspNetCore.Http;

namespace AiGateway.Edge.Tests.Api;

/// <summary>Errors are told in the form of the address that was called.</summary>
public sealed class ErrorFormTests
{
    private static readonly OpenAiError Limited = LimitErrors.RateLimited("requestsPerMinute of consumer/a <b>", false, 5, 0, 12_000);

    [Fact]
    public async Task Anthropics_clients_read_a_type_and_a_message()
    {
        var (status, json, headers) = await Answer(Dialect.Anthropic, Limited);

        Assert.Equal(429, status);
        Assert.Equal(("error", "rate_limit_error", "req_1"), (json.GetProperty("type").GetString(), json.GetProperty("error").GetProperty("type").GetString(), json.GetProperty("request_id").GetString()));
        Assert.Contains("try again in 12s", json.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal("12", headers.RetryAfter.ToString());
    }

    [Fact]
    public async Task A_provider_without_capacity_has_anthropics_own_status()
    {
        var (status, json, _) = await Answer(Dialect.Anthropic, UpstreamErrors.Overloaded());

        Assert.Equal((529, "overloaded_error"), (status, json.GetProperty("error").GetProperty("type").GetString()));
    }

    [Fact]
    public async Task Googles_clients_read_a_code_a_status_and_when_to_come_back()
    {
        var (status, json, _) = await Answer(Dialect.Gemini, Limited);
        var error = json.GetProperty("error");

        Assert.Equal(429, status);
        Assert.Equal((429, "RESOURCE_EXHAUSTED"), (error.GetProperty("code").GetInt32(), error.GetProperty("status").GetString()));
        Assert.Equal(["RATE_LIMIT_EXCEEDED", "12s"], error.GetProperty("details").EnumerateArray().Select(detail => (detail.TryGetProperty("reason", out var reason) ? reason : detail.GetProperty("retryDelay")).GetString()));
    }

    [Theory]
    [InlineData(Dialect.OpenAiChat)]
    [InlineData(Dialect.Anthropic)]
    [InlineData(Dialect.Gemini)]
    public async Task What_a_caller_wrote_is_repeated_without_markup_of_its_own(Dialect dialect)
    {
        var http = New(dialect);
        await ErrorResponse.WriteAsync(http, RequestErrors.UnknownModel("<script>\"\\\n</script>"));

        Assert.DoesNotContain("<script>", Body(http), StringComparison.Ordinal);
        using var _ = JsonDocument.Parse(Body(http));
    }

    [Theory]
    [InlineData(Dialect.OpenAiChat, "data: {\"error\":")]
    [InlineData(Dialect.Anthropic, "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"api_error\"")]
    [InlineData(Dialect.Gemini, "data: {\"error\":{\"code\":502,")]
    public void The_last_event_of_a_failed_stream_is_one_its_clients_know(Dialect dialect, string begins)
    {
        var http = New(dialect);

        var written = Wire.Written(output => CallerForm.WriteStreamError(http, UpstreamErrors.Interrupted(), null, output));

        Assert.StartsWith(begins, written, StringComparison.Ordinal);
        Assert.EndsWith("}\n\n", written, StringComparison.Ordinal);
    }

    private static async Task<(int Status, JsonElement Json, IHeaderDictionary Headers)> Answer(Dialect dialect, OpenAiError error)
    {
        var http = New(dialect);
        await ErrorResponse.WriteAsync(http, error);
        return (http.Response.StatusCode, JsonElement.Parse(Body(http)), http.Response.Headers);
    }

    private static DefaultHttpContext New(Dialect dialect)
    {
        var http = new DefaultHttpContext();
        http.Response.Body = new MemoryStream();
        http.Response.Headers[DataPlane.RequestId] = "req_1";
        if (dialect != Dialect.OpenAiChat)
            CallerForm.Set(http, dialect);
        return http;
    }

    private static string Body(HttpContext http) => System.Text.Encoding.UTF8.GetString(((MemoryStream)http.Response.Body).ToArray());
}
