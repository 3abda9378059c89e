using AiGateway.Edge.Security;

namespace AiGateway.Edge.Tests.Security;

public sealed class AdminTokenTests
{
    private static readonly MasterKey Master = MasterKey.Generate();

    private readonly AdminToken _tokens = new(Master);

    [Fact]
    public void A_generated_token_has_its_form_and_is_new_each_time()
    {
        Assert.Matches("^agw-admin-[0-9A-Za-z]{43}$", AdminToken.Generate());
        Assert.NotEqual(AdminToken.Generate(), AdminToken.Generate());
    }

    [Fact]
    public void A_token_matches_its_digest_and_no_other()
    {
        var token = AdminToken.Generate();
        var stored = _tokens.Digest(token);

        Assert.True(_tokens.Matches(token, stored));
        Assert.False(_tokens.Matches(token + " ", stored));
        Assert.False(_tokens.Matches(token.AsSpan(0, token.Length - 1), stored));
        Assert.False(_tokens.Matches(AdminToken.Generate(), stored));
        Assert.False(new AdminToken(MasterKey.Generate()).Matches(token, stored));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void An_empty_token_opens_nothing_and_is_never_stored(string token)
    {
        Assert.Throws<ArgumentException>(() => _tokens.Digest(token));
        Assert.False(_tokens.Matches(token, default));
    }

    [Fact]
    public void A_callers_key_is_no_admin_token_even_if_the_text_is_the_same() =>
        Assert.NotEqual(new ConsumerKeyDigest(Master).Compute("text"), _tokens.Digest("text"));
}
