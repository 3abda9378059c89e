using AiGateway.Edge.Realtime;
using AiGateway.Edge.Security;
using AiGateway.Edge.Tests.Fakes;

namespace AiGateway.Edge.Tests.Realtime;

public sealed class ClientSecretTests
{
    private readonly ClientSecret _secret = new("team", TestCatalog.Digest.Compute("a key"), "voice", "p", "k1", "ek_CANARY", 1_700_000_000);

    [Fact]
    public void Any_edge_opens_it_and_nobody_else_reads_it()
    {
        var text = _secret.Seal(TestCatalog.Box);
        var found = ClientSecret.Open(TestCatalog.Box, text)!;

        Assert.StartsWith("ek_", text, StringComparison.Ordinal);
        Assert.Equal(("team", "voice", "ek_CANARY", 1_700_000_000), (found.Consumer, found.Model, found.Upstream, found.ExpiresAt));
        Assert.Equal(TestCatalog.Digest.Compute("a key"), found.MadeWith);
        Assert.DoesNotContain("CANARY", text + _secret, StringComparison.Ordinal);
        // It travels among the protocols of a handshake, which are tokens.
        Assert.All(text, c => Assert.True(char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.'));
    }

    [Theory]
    [InlineData("ek_")]
    [InlineData("ek_68af296e8e408191a1120ab6383263c2")]
    [InlineData("ek_v1.AAAA.BBBB")]
    public void Anything_else_is_none(string text) => Assert.Null(ClientSecret.Open(TestCatalog.Box, text));
}
