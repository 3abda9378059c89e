using System.Net;
using AiGateway.Core.Dialects;
using AiGateway.Edge.Upstream;
using AiGateway.Edge.Upstream.Credentials;
using Microsoft.AspNetCore.Http;

namespace AiGateway.Edge.Tests.Upstream;

public sealed class AttemptTransformerTests
{
    private readonly DefaultHttpContext _caller = new();

    [Fact]
    public async Task Of_the_callers_headers_a_provider_gets_only_what_it_has_a_use_for()
    {
        foreach (var name in new[] { "user-agent", "x-title", "idempotency-key", "openai-beta" })
            _caller.Request.Headers[name] = "kept";
        foreach (var name in new[] { "authorization", "cookie", "x-api-key", "x-forwarded-for", "x-internal", "openai-organization", "openai-project" })
            _caller.Request.Headers[name] = "lost";

        using var sent = await Send();

        Assert.Equal("Bearer provider", sent.Headers.Authorization!.ToString());
        Assert.DoesNotContain("lost", sent.ToString(), StringComparison.Ordinal);
        Assert.Equal(4, sent.Headers.Count(h => h.Value.Contains("kept")));
        Assert.Equal("http://p/v1/chat/completions", sent.RequestUri!.ToString());
    }

    [Fact]
    public async Task A_header_that_could_not_be_sent_is_left_out()
    {
        _caller.Request.Headers["x-title"] = "我的应用";
        _caller.Request.Headers["user-agent"] = "plain";

        using var sent = await Send();

        Assert.False(sent.Headers.Contains("x-title"));
        Assert.Equal("plain", sent.Headers.UserAgent.ToString());
    }

    [Theory]
    [InlineData(true, "text/event-stream")]
    [InlineData(false, "application/json")]
    public async Task An_answer_is_asked_for_plain_and_in_the_form_it_is_needed(bool stream, string accept)
    {
        using var sent = await Send(stream);

        Assert.Equal((accept, "identity"), (sent.Headers.Accept.ToString(), sent.Headers.AcceptEncoding.ToString()));
    }

    [Fact]
    public async Task An_answer_is_kept_for_the_pipeline_and_outlives_its_message()
    {
        var transformer = Transformer(stream: false);
        using (var response = new HttpResponseMessage(HttpStatusCode.TooManyRequests) { Content = new StringContent("slow down") })
        {
            response.Headers.Add("x-several", ["a", "b"]);
            Assert.False(await transformer.TransformResponseAsync(_caller, response, TestContext.Current.CancellationToken));
        }

        using var answer = transformer.Answer!;
        Assert.Equal((429, false, "a, b", "text/plain"), (answer.Status, answer.IsSuccess, answer.Header("x-several"), answer.MediaType));
        using var reader = new StreamReader(await answer.OpenBody(TestContext.Current.CancellationToken));
        Assert.Equal("slow down", await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
        Assert.Equal(200, _caller.Response.StatusCode);
    }

    private static AttemptTransformer Transformer(bool stream) => new(
        new UpstreamCall(new Uri("http://p/v1/chat/completions"), HeaderCredential.Bearer("provider"), Dialect.OpenAiChat, Passes: true, stream), default, null!);

    private async Task<HttpRequestMessage> Send(bool stream = false)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "http://elsewhere/") { Content = new StringContent("{}") };
        await Transformer(stream).TransformRequestAsync(_caller, request, "http://elsewhere/", TestContext.Current.CancellationToken);
        return request;
    }
}
