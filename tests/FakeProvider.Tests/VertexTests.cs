using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace AiGateway.FakeProvider.Tests;

public sealed class VertexTests : DialectTest
{
    private const string Path = "/v1/projects/p/locations/europe-west4/publishers/google/models/gemini-2.5-pro:generateContent";
    private const string Hello = """{"contents":[{"role":"user","parts":[{"text":"one two three"}]}]}""";
    private static readonly RSA Key = RSA.Create(2048);

    protected override string[] Settings => ["--FakeProvider:TokenPublicKey", Key.ExportSubjectPublicKeyInfoPem()];

    [Fact]
    public async Task A_claim_signed_with_the_known_key_buys_a_token_that_runs_out()
    {
        await RuleAsync(new { match = new { path = "/token" }, times = 1, answer = new { expiresInS = 0 } });

        var stale = (await OkAsync(await BuyAsync(Claim(Key)))).GetProperty("access_token").GetString();
        var bought = await OkAsync(await BuyAsync(Claim(Key)));
        var token = bought.GetProperty("access_token").GetString()!;
        using var good = await CallAsync(HttpMethod.Post, Path, Hello, ("authorization", "Bearer " + token));
        using var late = await CallAsync(HttpMethod.Post, Path, Hello, ("authorization", "Bearer " + stale));

        Assert.Equal((3600, "Bearer"), (bought.GetProperty("expires_in").GetInt32(), bought.GetProperty("token_type").GetString()));
        Assert.EndsWith("@sa@p.iam.gserviceaccount.com", token, StringComparison.Ordinal);
        Assert.Equal((200, 401), ((int)good.StatusCode, (int)late.StatusCode));
        Assert.Equal("UNAUTHENTICATED", (await JsonAsync(late)).GetProperty("error").GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_claim_of_another_key_or_another_time_buys_nothing()
    {
        using var other = RSA.Create(2048);

        var forged = await JsonAsync(await BuyAsync(Claim(other)));
        var stale = await JsonAsync(await BuyAsync(Claim(Key, age: 7200)));
        var lasting = await JsonAsync(await BuyAsync(Claim(Key, life: 86400)));
        var broken = await JsonAsync(await BuyAsync("x.y"));

        Assert.Equal("Invalid JWT Signature.", forged.GetProperty("error_description").GetString());
        Assert.All([forged, stale, lasting, broken], answer => Assert.Equal("invalid_grant", answer.GetProperty("error").GetString()));
    }

    [Fact]
    public async Task Without_a_token_there_is_nothing()
    {
        using var none = await CallAsync(HttpMethod.Post, Path, Hello);
        using var unknown = await CallAsync(HttpMethod.Post, Path, Hello, ("authorization", "Bearer ya29.never"));

        Assert.Equal((401, 401), ((int)none.StatusCode, (int)unknown.StatusCode));
    }

    [Fact]
    public async Task Embeddings_are_predictions()
    {
        var answer = await OkAsync(await CallAsync(
            HttpMethod.Post, Path.Replace("generateContent", "predict", StringComparison.Ordinal),
            """{"instances":[{"content":"a b"}],"parameters":{"outputDimensionality":2}}""", ("authorization", "Bearer k")));

        Assert.Equal("[0.125,0.1875]", answer.GetProperty("predictions")[0].GetProperty("embeddings").GetProperty("values").GetRawText());
    }

    private Task<HttpResponseMessage> BuyAsync(string assertion) => Http.PostAsync(new Uri("/token", UriKind.Relative), new FormUrlEncodedContent(
        [new("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"), new("assertion", assertion)]), Token);

    private static string Claim(RSA key, long age = 0, long life = 3600)
    {
        var issued = DateTimeOffset.UtcNow.ToUnixTimeSeconds() - age;
        var text = Encode("""{"alg":"RS256","typ":"JWT"}""") + "." + Encode(JsonSerializer.Serialize(new
        {
            iss = "sa@p.iam.gserviceaccount.com",
            scope = "https://www.googleapis.com/auth/cloud-platform",
            aud = "https://oauth2.googleapis.com/token",
            iat = issued,
            exp = issued + life,
        }));
        return $"{text}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    private static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
