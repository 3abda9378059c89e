using System.Globalization;
using System.Text;
using AiGateway.FakeProvider.Bedrock;

namespace AiGateway.FakeProvider.Tests;

public sealed class SignatureTests : DialectTest
{
    private const string Target = "/model/anthropic.claude-3-5%3A0/converse";
    private const string Body = """{"messages":[{"role":"user","content":[{"text":"x"}]}]}""";
    private const string Names = "host;x-amz-date";

    protected override string[] Settings => ["--FakeProvider:AwsSecrets:AKIAOWN", "own"];

    [Fact]
    public void It_agrees_with_the_example_amazon_publishes()
    {
        var request = new SignedRequest("GET", "/?Action=ListUsers&Version=2010-05-08", new Dictionary<string, string>
        {
            ["content-type"] = "application/x-www-form-urlencoded; charset=utf-8",
            ["host"] = "iam.amazonaws.com",
            ["x-amz-date"] = "20150830T123600Z",
        }, []);

        var signature = request.SignatureOf("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "20150830/us-east-1/iam/aws4_request", "content-type;host;x-amz-date");

        Assert.Equal("5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7", signature);
    }

    [Theory]
    [InlineData("AKIAANY", "secret-of-AKIAANY", "bedrock", 0, 200)]
    [InlineData("AKIAOWN", "own", "bedrock", 0, 200)]
    [InlineData("AKIAOWN", "secret-of-AKIAOWN", "bedrock", 0, 403)]
    [InlineData("AKIAANY", "secret-of-AKIAANY", "s3", 0, 403)]
    [InlineData("AKIAANY", "secret-of-AKIAANY", "bedrock", -60, 403)]
    public async Task Only_a_right_signature_of_now_is_taken(string id, string secret, string service, int minutes, int status)
    {
        using var response = await SignedAsync(id, secret, service, minutes, Body);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(id, (await LogAsync(wait: 1))[0].GetProperty("key").GetString());
    }

    [Fact]
    public async Task A_body_other_than_the_signed_one_is_refused_in_amazons_words()
    {
        using var response = await SignedAsync("AKIAANY", "secret-of-AKIAANY", "bedrock", 0, Body, sent: Body.Replace('x', 'y'));

        Assert.Equal(403, (int)response.StatusCode);
        Assert.Equal("InvalidSignatureException", Assert.Single(response.Headers.GetValues("x-amzn-errortype")));
        Assert.Equal("com.amazon.coral.service#InvalidSignatureException", (await JsonAsync(response)).GetProperty("__type").GetString());
    }

    [Fact]
    public async Task Nothing_at_all_is_a_missing_token()
    {
        using var response = await CallAsync(HttpMethod.Post, Target, Body);

        Assert.Equal((403, "MissingAuthenticationTokenException"), ((int)response.StatusCode, Assert.Single(response.Headers.GetValues("x-amzn-errortype"))));
    }

    private Task<HttpResponseMessage> SignedAsync(string id, string secret, string service, int minutes, string signed, string? sent = null)
    {
        var at = DateTimeOffset.UtcNow.AddMinutes(minutes).ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var scope = $"{at[..8]}/eu-central-1/{service}/aws4_request";
        var headers = new Dictionary<string, string> { ["host"] = Http.BaseAddress!.Authority, ["x-amz-date"] = at };
        var signature = new SignedRequest("POST", Target, headers, Encoding.UTF8.GetBytes(signed)).SignatureOf(secret, scope, Names);
        return CallAsync(
            HttpMethod.Post, Target, sent ?? signed, ("x-amz-date", at),
            ("authorization", $"AWS4-HMAC-SHA256 Credential={id}/{scope}, SignedHeaders={Names}, Signature={signature}"));
    }
}
