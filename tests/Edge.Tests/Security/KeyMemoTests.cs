using AiGateway.Edge.Security;
using AiGateway.Edge.Tests.Fakes;

namespace AiGateway.Edge.Tests.Security;

public sealed class KeyMemoTests
{
    [Fact]
    public void A_key_has_the_same_digest_whether_or_not_it_was_presented_before()
    {
        var memo = new KeyMemo();

        foreach (var key in (string[])["sk-one", "sk-one", "sk-two", "sk-one", "sk-onE", "sk-one ", "", "sk-two"])
            Assert.Equal(TestCatalog.Digest.Compute(key), memo.Digest(key, TestCatalog.Digest));
    }

    [Fact]
    public void It_does_not_show_what_it_remembers()
    {
        var memo = new KeyMemo();
        memo.Digest("sk-CANARY", TestCatalog.Digest);

        Assert.DoesNotContain("CANARY", memo.ToString(), StringComparison.Ordinal);
    }
}
