using System.Text;
using AiGateway.Core.Credentials;

namespace AiGateway.Core.Tests.Credentials;

/// <summary>
/// The signatures of the published "Signature Version 4 Test Suite" (docs.aws.amazon.com, aws-sig-v4-test-suite), by the names
/// its requests have there. All are for the service "service" in us-east-1 at 2015-08-30 12:36:00 UTC.
/// </summary>
public sealed class SigV4SignerTests
{
    private const string Unreserved = "-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const string Key = "AKIDEXAMPLE";
    private const string SecretKey = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    private const string Token =
        "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1Nt"
        + "BmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9"
        + "KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA==";

    private static readonly DateTimeOffset _at = new(2015, 8, 30, 12, 36, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("get-vanilla", "GET", "/", "", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData("get-vanilla-empty-query-key", "GET", "/", "Param1=value1", "a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb")]
    [InlineData("get-vanilla-query-order-key-case", "GET", "/", "?Param2=value2&Param1=value1", "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500")]
    [InlineData("get-vanilla-query-unreserved", "GET", "/", Unreserved + "=" + Unreserved, "9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197")]
    [InlineData("get-vanilla-utf8-query", "GET", "/", "ሴ=bar", "2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04")]
    [InlineData("get-utf8", "GET", "/ሴ", "", "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85")]
    [InlineData("get-unreserved", "GET", "/" + Unreserved, "", "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f")]
    [InlineData("get-space", "GET", "/example space/", "", "652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741")]
    [InlineData("get-relative", "GET", "/example/..", "", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData("get-slash-dot-slash", "GET", "/./", "", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData("get-slash-pointless-dot", "GET", "/./example", "", "ef75d96142cf21edca26f06005da7988e4f8dc83a165a80865db7089db637ec5")]
    [InlineData("get-slashes", "GET", "//example//", "", "9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84")]
    [InlineData("post-vanilla", "POST", "/", "", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b")]
    [InlineData("post-vanilla-query", "POST", "/", "Param1=value1", "28038455d6de14eafc1f9222cf5aa6f1a96197d7deb8263271d420d138af7f11")]
    public void Paths_and_queries_are_signed_as_published(string name, string method, string path, string query, string signature)
    {
        Assert.NotEmpty(name);
        Assert.Equal(Authorization("host;x-amz-date", signature), Sign(method, path, query, "", []).Authorization);
    }

    [Theory]
    [InlineData("get-header-key-duplicate", "GET", "My-Header1:value2|My-Header1:value2|My-Header1:value1", "my-header1", "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea")]
    [InlineData("get-header-value-order", "GET", "My-Header1:value4|My-Header1:value1|My-Header1:value3|My-Header1:value2", "my-header1", "08c7e5a9acfcfeb3ab6b2185e75ce8b1deb5e634ec47601a50643f830c755c01")]
    [InlineData("get-header-value-trim", "GET", "My-Header1: value1|My-Header2: \"a   b   c\"", "my-header1;my-header2", "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736")]
    [InlineData("post-header-key-sort", "POST", "My-Header1:value1", "my-header1", "c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c")]
    [InlineData("post-header-value-case", "POST", "My-Header1:VALUE1", "my-header1", "cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d")]
    public void Headers_are_signed_as_published(string name, string method, string headers, string names, string signature)
    {
        Assert.NotEmpty(name);
        var pairs = headers.Split('|').Select(header => header.Split(':', 2)).Select(pair => KeyValuePair.Create(pair[0], pair[1]));
        Assert.Equal(Authorization($"host;{names};x-amz-date", signature), Sign(method, "/", "", "", [.. pairs]).Authorization);
    }

    /// <summary>post-x-www-form-urlencoded.</summary>
    [Fact]
    public void A_body_is_signed_as_published() => Assert.Equal(
        Authorization("content-type;host;x-amz-date", "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a"),
        Sign("POST", "/", "", "Param1=value1", [new("Content-Type", "application/x-www-form-urlencoded")]).Authorization);

    /// <summary>post-sts-header-before.</summary>
    [Fact]
    public void The_token_of_temporary_credentials_is_signed_as_published()
    {
        var signature = Sign("POST", "/", "", "", [], new AwsCredentials(Key, SecretKey, Token));
        Assert.Equal(Authorization("host;x-amz-date;x-amz-security-token", "85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead"), signature.Authorization);
        Assert.Equal(("20150830T123600Z", Token), (signature.Date, signature.SecurityToken));
    }

    /// <summary>Bedrock answers 403 to a path signed as it is sent; a model that is an ARN holds slashes too.</summary>
    [Theory]
    [InlineData("/model/anthropic.claude-v2%3A1/converse-stream", "/model/anthropic.claude-v2%253A1/converse-stream")]
    [InlineData("/model/arn%3Aaws%3Abedrock%3A%3Ainference-profile%2Fx/converse", "/model/arn%253Aaws%253Abedrock%253A%253Ainference-profile%252Fx/converse")]
    [InlineData("", "/")]
    [InlineData("/a/", "/a/")]
    [InlineData("/../a/./b/../c", "/a/c")]
    public void What_the_path_has_encoded_is_encoded_again(string path, string signed) => Assert.Equal(signed, SigV4Encoding.Path(path));

    [Theory]
    [InlineData("", "")]
    [InlineData("?b=2&a=%2F&a=1&c", "a=%2F&a=1&b=2&c=")]
    [InlineData("x=a%20b=c", "x=a%20b%3Dc")]
    public void A_query_is_ordered_and_encoded_once(string query, string signed) => Assert.Equal(signed, SigV4Encoding.Query(query));

    /// <summary>Signatures of @smithy/signature-v4 5.7, Amazon's own signer for JavaScript, over the paths its Bedrock client sends.</summary>
    [Theory]
    [InlineData("eu.anthropic.claude-sonnet-4-5-20250929-v1%3A0/converse-stream", "cc0c8c033f6f47e3516f435695766fd2127a0b9730dd3800d470c982a116b84d")]
    [InlineData("arn%3Aaws%3Abedrock%3Aeu-central-1%3A123456789012%3Aapplication-inference-profile%2Fabc/converse", "d8d8f33400069afe3057032d3f41e675900ac6dc7d35e7ead298c3faa90a28fb")]
    public void Calls_of_bedrock_are_signed_as_amazons_client_does(string path, string signature)
    {
        var request = new SigV4Request(
            "POST", "/model/" + path, "", [new("host", "bedrock-runtime.eu-central-1.amazonaws.com"), new("content-type", "application/json")],
            SigV4Signer.HashOf("""{"messages":[]}"""u8));
        var at = new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
        Assert.Equal(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261120/eu-central-1/bedrock/aws4_request, "
            + $"SignedHeaders=content-type;host;x-amz-date;x-amz-security-token, Signature={signature}",
            SigV4Signer.Sign(request, new AwsCredentials(Key, SecretKey, "token/+="), "eu-central-1", "bedrock", at).Authorization);
    }

    [Fact]
    public void The_headers_of_an_earlier_signature_are_not_signed_again() => Assert.Equal(
        Sign("GET", "/", "", "", []),
        Sign("GET", "/", "", "", [new("X-Amz-Date", "old"), new("authorization", "old"), new("X-AMZ-Security-Token", "old")]));

    [Fact]
    public void The_time_is_told_in_utc_whatever_its_zone() => Assert.Equal(
        Sign("GET", "/", "", "", []),
        SigV4Signer.Sign(Request("GET", "/", "", "", []), new AwsCredentials(Key, SecretKey), "us-east-1", "service", _at.ToOffset(TimeSpan.FromHours(9))));

    [Fact]
    public void Without_a_host_nothing_is_signed() => Assert.Throws<ArgumentException>(() =>
        SigV4Signer.Sign(new("GET", "/", "", [], ""), new AwsCredentials(Key, SecretKey), "us-east-1", "service", _at));

    [Fact]
    public void Credentials_do_not_show_their_secrets()
    {
        var text = new AwsCredentials(Key, SecretKey, Token).ToString();
        Assert.Contains(Key, text, StringComparison.Ordinal);
        Assert.DoesNotContain(SecretKey, text, StringComparison.Ordinal);
        Assert.DoesNotContain(Token, text, StringComparison.Ordinal);
    }

    private static string Authorization(string names, string signature) =>
        $"AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders={names}, Signature={signature}";

    private static SigV4Signature Sign(
        string method, string path, string query, string body, List<KeyValuePair<string, string>> headers, AwsCredentials? credentials = null) =>
        SigV4Signer.Sign(Request(method, path, query, body, headers), credentials ?? new AwsCredentials(Key, SecretKey), "us-east-1", "service", _at);

    private static SigV4Request Request(string method, string path, string query, string body, List<KeyValuePair<string, string>> headers) =>
        new(method, path, query, [new("Host", "example.amazonaws.com"), .. headers], SigV4Signer.HashOf(Encoding.UTF8.GetBytes(body)));
}
