using System.Text;
using AiGateway.Core.Health;
using CsCheck;

namespace AiGateway.Core.Tests.Health;

public sealed class UpstreamErrorBodyTests
{
    [Theory]
    [InlineData("""{"error":{"message":"m","type":"t","code":"c","param":"p"}}""", "t", "c", "m", "p")]
    [InlineData("""{"error":{"message":"m","type":"t","code":429,"param":null}}""", "t", "429", "m", null)]
    [InlineData("""{"error":"m"}""", null, null, "m", null)]
    [InlineData("""{"error":"m","error_type":"t"}""", "t", null, "m", null)]
    [InlineData("""{"error":"Unauthorized","message":"m","code":7}""", "Unauthorized", "7", "m", null)]
    [InlineData("""{"object":"error","message":"m","type":"t","param":"p","code":1300}""", "t", "1300", "m", "p")]
    [InlineData("""{"detail":"m"}""", null, null, "m", null)]
    [InlineData("""{"detail":["m","n"]}""", null, null, "m", null)]
    [InlineData("""{"detail":{"code":"c","message":"m"}}""", null, "c", "m", null)]
    [InlineData("""{"detail":[{"type":"missing","loc":["body","messages",0],"msg":"m"},{"loc":["body","x"],"msg":"n"}]}""", "missing", null, "m", "body.messages.0")]
    [InlineData("""{"message":{"detail":[{"type":"extra_forbidden","loc":["body","user"],"msg":"m"}]},"type":"x"}""", "extra_forbidden", null, "m", "body.user")]
    [InlineData("""[{"error":{"message":"m","code":400}}]""", null, "400", "m", null)]
    [InlineData("""{"error":[{"message":"m","code":2001}]}""", null, "2001", "m", null)]
    [InlineData("""{"Message":"m","__type":"T"}""", "T", null, "m", null)]
    [InlineData("""{"__type":"T"}""", "T", null, null, null)]
    [InlineData("""{"code":"C","message":"m","request_id":"r"}""", null, "C", "m", null)]
    [InlineData("\"m\"", null, null, "m", null)]
    [InlineData("  \r\n{\"error\":\"m\"}", null, null, "m", null)]
    [InlineData("\ufeff{\"error\":\"m\"}", null, null, "m", null)]
    [InlineData("event: error\ndata: {\"error\":{\"message\":\"m\"}}\n\n", null, null, "m", null)]
    [InlineData("upstream connect error", null, null, "upstream connect error", null)]
    [InlineData("<html><head><TITLE> 502 Bad Gateway </TITLE></head>", null, null, "502 Bad Gateway", null)]
    [InlineData("<html><body>no title", null, null, null, null)]
    [InlineData("{}", null, null, null, null)]
    [InlineData("[]", null, null, null, null)]
    [InlineData("   ", null, null, null, null)]
    [InlineData("""{"error":{}}""", null, null, null, null)]
    [InlineData("""{"error":null,"message":"m"}""", null, null, "m", null)]
    public void Every_shape_of_error_is_read(string body, string? type, string? code, string? message, string? param)
    {
        var error = Answer.Body(body);

        Assert.Equal((type, code, message, param), (error.Type, error.Code, error.Message, error.Param));
    }

    [Fact]
    public void Googles_details_are_read()
    {
        var error = Answer.Body("""
            {"error":{"code":429,"status":"RESOURCE_EXHAUSTED","details":[
              {"@type":"QuotaFailure","violations":[{"quotaId":"A-PerMinute"},{"quotaId":"B-PerDay"}]},
              {"@type":"ErrorInfo","reason":"RATE_LIMIT_EXCEEDED"},
              {"@type":"RetryInfo","retryDelay":"34.4s"}]}}
            """);

        Assert.Equal(("RESOURCE_EXHAUSTED", "RATE_LIMIT_EXCEEDED", "34.4s"), (error.Status, error.Detail, error.RetryDelay));
        Assert.Equal(["A-PerMinute", "B-PerDay"], error.QuotaIds);
    }

    [Fact]
    public void A_page_and_a_text_are_told_from_an_answer_of_the_api()
    {
        Assert.True(Answer.Body("<html></html>").IsMarkup);
        Assert.True(Answer.Body("error code: 1015").IsText);
        Assert.False(Answer.Body("""{"error":"x"}""").IsText);
    }

    [Fact]
    public void A_body_that_was_cut_yields_what_came_before_the_cut() =>
        Assert.Equal("m", Answer.Body("""{"error":{"message":"m","code":"c","extra":"and then it bro""").Message);

    [Fact]
    public void No_more_than_64_KiB_are_read()
    {
        var filler = new string(' ', UpstreamErrorBody.MaxBytes);

        Assert.Null(Answer.Body($$"""{"x":1,{{filler}}"message":"too late"}""").Message);
        Assert.Equal("in time", Answer.Body($$"""{"message":"in time",{{filler}}"code":"late"}""").Message);
    }

    [Fact]
    public void Text_that_is_not_UTF8_or_half_a_character_is_shown_as_far_as_it_goes()
    {
        byte[] invalid = [.. "{\"error\":\"a"u8, 0xFF, .. "b\"}"u8];

        Assert.Equal("a\uFFFDb", UpstreamErrorBody.Parse(invalid).Message);
        Assert.Contains("ud800", Answer.Body("""{"error":"\ud800"}""").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Deep_nesting_and_endless_members_are_survived()
    {
        Assert.Null(Answer.Body(new string('[', 5_000)).Message);
        Assert.Null(Answer.Body(string.Concat(Enumerable.Repeat("{\"a\":", 60)) + "1").Message);
        Assert.Equal("m", Answer.Body($$"""{"message":"m","x":[{{string.Join(',', Enumerable.Range(0, 9_000))}}]}""").Message);
    }

    [Fact]
    public void Bytes_of_any_kind_never_make_it_throw() =>
        Gen.Byte.Array[0, 400].Sample(bytes => UpstreamErrorBody.Parse(bytes) is not null);

    [Fact]
    public void A_real_error_with_bytes_of_any_kind_in_it_never_makes_it_throw()
    {
        var body = Encoding.UTF8.GetBytes("""[{"error":{"code":429,"message":"x","details":[{"violations":[{"quotaId":"y"}],"reason":"\u00e9"}]}}]""");

        Gen.Select(Gen.Int[0, body.Length - 1], Gen.Byte, Gen.Int[0, body.Length]).Sample((at, value, length) =>
        {
            var broken = body[..length];
            if (at < length)
                broken[at] = value;
            return UpstreamErrorBody.Parse(broken) is not null;
        });
    }
}
