using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AiGateway.Core.Credentials;

namespace AiGateway.Core.Tests.Credentials;

public sealed class GoogleServiceAccountTests : IDisposable
{
    private static readonly DateTimeOffset _now = DateTimeOffset.FromUnixTimeSeconds(1_795_176_000);

    private readonly RSA _rsa = RSA.Create(2_048);

    [Fact]
    public void An_assertion_says_who_asks_for_what_and_is_signed()
    {
        var account = Read(File());
        var parts = account.Assertion(_now).Split('.');

        Assert.Equal("""{"alg":"RS256","typ":"JWT","kid":"key-1"}""", Text(parts[0]));
        Assert.Equal(
            """{"iss":"gateway@project.iam.gserviceaccount.com","scope":"https://www.googleapis.com/auth/cloud-platform","aud":"https://oauth2.googleapis.com/token","iat":1795176000,"exp":1795179600}""",
            Text(parts[1]));
        Assert.True(_rsa.VerifyData(
            Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        Assert.Equal(account.Assertion(_now), account.Assertion(_now));
    }

    [Fact]
    public void The_members_of_the_file_are_read()
    {
        var account = Read(File(tokenUri: "https://sts.example/token"));
        Assert.Equal(
            ("gateway@project.iam.gserviceaccount.com", "key-1", "https://sts.example/token", "project"),
            (account.Email, account.KeyId, account.TokenUri.AbsoluteUri, account.ProjectId));
    }

    [Fact]
    public void Keys_in_both_forms_of_pem_are_read()
    {
        Assert.NotNull(Read(File(_rsa.ExportRSAPrivateKeyPem())));
        Assert.NotNull(Read(File(_rsa.ExportPkcs8PrivateKeyPem())));
    }

    [Fact]
    public void Without_a_token_address_it_is_googles()
    {
        var json = JsonSerializer.Serialize(new { client_email = "a@b", private_key = _rsa.ExportPkcs8PrivateKeyPem() });
        var account = Read(json);
        Assert.Equal("https://oauth2.googleapis.com/token", account.TokenUri.OriginalString);
        Assert.Equal("""{"alg":"RS256","typ":"JWT"}""", Text(account.Assertion(_now).Split('.')[0]));
    }

    [Theory]
    [InlineData("", "it is no JSON")]
    [InlineData("[]", "it is no JSON object")]
    [InlineData("{}", "client_email is missing")]
    [InlineData("""{"client_email":"a@b"}""", "private_key is missing")]
    [InlineData("""{"client_email":"a@b","private_key":7}""", "private_key is missing")]
    [InlineData("""{"client_email":"a@b","private_key":"secret"}""", "private_key is no RSA key in PEM")]
    [InlineData("""{"client_email":"\ud800","private_key":"secret"}""", "it is no JSON")]
    public void What_is_wrong_is_told(string json, string problem)
    {
        Assert.Null(GoogleServiceAccount.Read(Encoding.UTF8.GetBytes(json), out var told));
        Assert.Equal(problem, told);
    }

    [Theory]
    [InlineData("http://metadata.example/token")]
    [InlineData("/token")]
    [InlineData("file:///etc/passwd")]
    public void Assertions_go_over_https_only(string tokenUri)
    {
        Assert.Null(GoogleServiceAccount.Read(Encoding.UTF8.GetBytes(File(tokenUri: tokenUri)), out var problem));
        Assert.Equal("token_uri must be an https address", problem);
        Assert.NotNull(Read(File(tokenUri: "http://127.0.0.1:9/token")));
    }

    [Fact]
    public void A_public_key_cannot_sign()
    {
        Assert.Null(GoogleServiceAccount.Read(Encoding.UTF8.GetBytes(File(_rsa.ExportSubjectPublicKeyInfoPem())), out var problem));
        Assert.Equal("private_key is no RSA key in PEM", problem);
    }

    [Fact]
    public void It_does_not_show_its_key() =>
        Assert.Equal("[Google service account gateway@project.iam.gserviceaccount.com]", Read(File()).ToString());

    public void Dispose() => _rsa.Dispose();

    private static string Text(string part) => Encoding.UTF8.GetString(Base64Url.DecodeFromChars(part));

    private static GoogleServiceAccount Read(string json)
    {
        var account = GoogleServiceAccount.Read(Encoding.UTF8.GetBytes(json), out var problem);
        Assert.Null(problem);
        return account!;
    }

    private string File(string? key = null, string tokenUri = "https://oauth2.googleapis.com/token") => JsonSerializer.Serialize(new
    {
        type = "service_account",
        project_id = "project",
        private_key_id = "key-1",
        private_key = key ?? _rsa.ExportPkcs8PrivateKeyPem(),
        client_email = "gateway@project.iam.gserviceaccount.com",
        token_uri = tokenUri,
    });
}
