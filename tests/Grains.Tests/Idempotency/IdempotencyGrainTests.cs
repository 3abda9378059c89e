using AiGateway.Grains.Idempotency;
using AiGateway.Grains.Tests.Hosting;

namespace AiGateway.Grains.Tests.Idempotency;

[Collection(nameof(SharedCluster))]
public sealed class IdempotencyGrainTests(SharedCluster cluster)
{
    private IIdempotencyGrain Key(string id) => cluster.Grains.GetGrain<IIdempotencyGrain>(id);

    [Fact]
    public async Task The_first_answer_stands_over_a_restart()
    {
        var key = Key("first");
        Assert.Equal(new IdempotencyClaim("one", false, false), await key.Claim("POST /a", "one"));
        Assert.Equal(new IdempotencyClaim("one", false, false), await key.Claim("POST /a", "two"));
        await key.Done();
        await cluster.Deactivate(key);

        Assert.Equal(new IdempotencyClaim("one", true, false), await key.Claim("POST /a", "three"));
    }

    [Fact]
    public async Task Another_request_gets_no_answer_of_the_first()
    {
        var key = Key("anothers");
        await key.Claim("POST /a", "one");

        Assert.Equal(new IdempotencyClaim("", false, true), await key.Claim("POST /b", "two"));
    }

    [Fact]
    public async Task What_was_never_claimed_cannot_be_done()
    {
        var key = Key("never");
        await key.Done();

        Assert.Equal(new IdempotencyClaim("one", false, false), await key.Claim("POST /a", "one"));
    }
}
