using AiGateway.Core.Health;

namespace AiGateway.Core.Tests.Health;

public sealed class RedactionTests
{
    [Theory]
    [InlineData("Incorrect API key provided: sk-proj-abcdEFGH1234567890. You can find", "sk-proj-abcd")]
    [InlineData("Incorrect API key provided: sk-ab********wxyz. You can find", "wxyz")]
    [InlineData("Your api key: ****7f3a is invalid", "7f3a")]
    [InlineData("Bad token in 'Authorization: Bearer my-own-t0ken/with+things'", "t0ken")]
    [InlineData("bearer abcdefghijklmnopqrstuvwxyz is unknown", "abcdefgh")]
    [InlineData("Permission denied: Consumer 'api_key:AIzaSyA1234567890abcdefghijklmnopqrstuv'", "AIza")]
    [InlineData("key gsk_abcdefgh12345678ABCDEFGH was revoked", "gsk_")]
    [InlineData("AKIAIOSFODNN7EXAMPLE is not a valid access key", "AKIA")]
    [InlineData("secret wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY was used", "wJalr")]
    [InlineData("JWT eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl has expired", "eyJ")]
    [InlineData("unknown credential 0123456789abcdef0123456789abcdef", "0123456789abcdef")]
    [InlineData("unknown credential 0123456789abcdef0123456789abcdef.AbCdEfGhIjKl", "AbCd")]
    [InlineData("GET https://host/v1/models?key=hunter2hunter2 failed", "hunter2")]
    [InlineData("x-api-key=\"swordfish-99\" rejected", "swordfish")]
    [InlineData("token Zm9vYmFy-Zm9vYmFy_Zm9vYmFy-Zm9vYmFy0Zm9vYmFy rejected", "Zm9vYmFy")]
    public void What_looks_like_a_credential_is_taken_out(string message, string leak)
    {
        var failure = Answer.Classified(401, $$$"""{"error":{"message":"{{{message.Replace("\"", "\\\"", StringComparison.Ordinal)}}}"}}""");

        Assert.DoesNotContain(leak, failure.ToString(), StringComparison.Ordinal);
        Assert.Contains("[redacted]", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Rate limit reached for gpt-4o in organization org-Ab12Cd34 on tokens per min (TPM): Limit 30000. Please try again in 1.242s.")]
    [InlineData("The model `meta-llama/Llama-4-Maverick-17B-128E-Instruct-FP8` does not exist")]
    [InlineData("This model's maximum context length is 128000 tokens.")]
    [InlineData("See https://platform.openai.com/docs/guides/error-codes/api-errors for request req_0123456789abcdef0123456789abcdef")]
    [InlineData("models/gemini-2.5-flash-preview-native-audio-dialog-2025-09 is not found")]
    [InlineData("anthropic.claude-3-5-sonnet-20241022-v2 is not available; 8c1f0e1e-7d0b-4c5e-9a53-3d0b4c5e9a53")]
    public void What_does_not_is_left(string message) =>
        Assert.Equal(message, Answer.Classified(429, $$$"""{"error":{"message":"{{{message}}}"}}""").Message);

    [Theory]
    [InlineData("organization_spend_limit_exceeded")]
    [InlineData("unsupported_country_region_territory")]
    [InlineData("Throttling.AllocationQuota")]
    public void Codes_are_left(string code) =>
        Assert.Equal(code, Answer.Classified(400, $$$"""{"error":{"code":"{{{code}}}"}}""").Code);

    [Fact]
    public void A_credential_in_a_code_or_a_plain_text_is_taken_out_too()
    {
        Assert.DoesNotContain("sk-abcdefgh", Answer.Classified(401, """{"error":{"code":"sk-abcdefgh12345678","param":"sk-abcdefgh12345678"}}""").ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("sk-abcdefgh", Answer.Classified(401, "bad key sk-abcdefgh12345678").ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("sk-abcdefgh", Answer.Body("<title>sk-abcdefgh12345678</title>").ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_known_secret_is_hidden_whatever_it_looks_like()
    {
        var failure = new UpstreamFailure
        {
            Class = FailureClass.KeyDead, Scope = FailureScope.Key, Code = "open sesame", Message = "No such key as open sesame, sorry: open ses",
        };

        var hidden = failure.Hiding("open sesame");

        Assert.Equal(("[redacted]", "No such key as [redacted], sorry: [redacted]"), (hidden.Code, hidden.Message));
        Assert.Equal(failure, failure.Hiding(null));
        Assert.Equal(failure, failure.Hiding("another secret"));
    }
}
