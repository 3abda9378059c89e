using AiGateway.Edge.Api.OpenAi;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace AiGateway.Edge.Tests.OpenAi;

public sealed class ErrorResponseTests
{
    private static async Task<(IHeaderDictionary Headers, int Status, string Body)> Answer(OpenAiError error, string method = "POST")
    {
        var context = new DefaultHttpContext();
        context.Request.Method = method;
        context.Request.Protocol = "HTTP/1.1";
        context.Response.Headers["x-request-id"] = "r-1";
        context.Response.Headers.ContentEncoding = "gzip";
        var body = new MemoryStream();
        context.Response.Body = body;
        await ErrorResponse.WriteAsync(context, error);
        return (context.Response.Headers, context.Response.StatusCode, Wire.Text(body.ToArray()));
    }

    [Fact]
    public async Task Status_body_and_headers_are_written()
    {
        var (headers, status, body) = await Answer(RequestErrors.UnknownModel("x"));
        Assert.Equal(404, status);
        Assert.Equal("application/json", headers.ContentType);
        Assert.Equal(Wire.Bytes(body).Length, headers.ContentLength);
        Assert.Contains("\"code\":\"model_not_found\"", body, StringComparison.Ordinal);
        Assert.Equal("r-1", headers["x-request-id"]);
        Assert.False(headers.ContainsKey("content-encoding"));
        Assert.False(headers.ContainsKey("retry-after"));
        Assert.False(headers.ContainsKey("x-should-retry"));
        Assert.False(headers.ContainsKey("www-authenticate"));
    }

    [Fact]
    public async Task Retries_are_paced_in_whole_seconds()
    {
        Assert.Equal("1", (await Answer(UpstreamErrors.Failed())).Headers.RetryAfter);
        Assert.Equal("12", (await Answer(UpstreamErrors.Throttled(12))).Headers.RetryAfter);
    }

    [Fact]
    public async Task What_stays_wrong_says_so()
    {
        var (headers, _, _) = await Answer(UpstreamErrors.OutOfQuota());
        Assert.Equal(("false", "60"), (headers["x-should-retry"].ToString(), headers.RetryAfter.ToString()));
    }

    [Fact]
    public async Task A_refused_key_comes_with_a_challenge()
    {
        Assert.Equal("Bearer realm=\"AiGateway\"", (await Answer(AccessErrors.MissingKey())).Headers.WWWAuthenticate);
        Assert.Equal("Bearer realm=\"AiGateway\"", (await Answer(AccessErrors.UnknownKey("k"))).Headers.WWWAuthenticate);
    }

    [Fact]
    public async Task A_wrong_method_learns_the_right_ones() =>
        Assert.Equal("POST", (await Answer(RequestErrors.MethodNotAllowed("GET", "/v1/embeddings", "POST"))).Headers.Allow);

    [Fact]
    public async Task A_body_that_will_not_be_read_ends_the_connection()
    {
        Assert.Equal("close", (await Answer(RequestErrors.BodyTooLarge(1))).Headers.Connection);
        Assert.Equal("close", (await Answer(RequestErrors.BodyTimedOut())).Headers.Connection);
        Assert.False((await Answer(UpstreamErrors.Failed())).Headers.ContainsKey("connection"));
    }

    [Fact]
    public async Task A_head_request_gets_no_body() => Assert.Empty((await Answer(RequestErrors.NotFound("HEAD", "/x"), "HEAD")).Body);

    [Fact]
    public async Task An_answer_that_has_begun_is_cut_off()
    {
        using var body = new MemoryStream();
        var context = new DefaultHttpContext();
        var connection = new Connection();
        context.Features.Set<IHttpResponseFeature>(new BegunResponse());
        context.Features.Set<IHttpRequestLifetimeFeature>(connection);
        context.Response.Body = body;
        await ErrorResponse.WriteAsync(context, UpstreamErrors.Failed());
        Assert.True(connection.Aborted);
        Assert.Equal((200, 0), (context.Response.StatusCode, body.Length));
    }

    private sealed class BegunResponse : HttpResponseFeature
    {
        public override bool HasStarted => true;
    }

    private sealed class Connection : IHttpRequestLifetimeFeature
    {
        public bool Aborted { get; private set; }

        public CancellationToken RequestAborted { get; set; }

        public void Abort() => Aborted = true;
    }
}
