using AiGateway.Core.Catalog;

namespace AiGateway.Core.Tests.Catalog;

public sealed class KeyRulesTests
{
    private static CatalogDocument With(params KeySpec[] keys) =>
        new() { Providers = [Sample.Provider("p") with { Keys = keys }] };

    private static KeySpec WithSecret(Secret? secret) => Sample.Key("k") with { Secret = secret };

    [Fact]
    public void Two_keys_of_one_id_are_refused_even_at_different_providers() =>
        Problems.AssertOne(
            new CatalogDocument
            {
                Providers = [Sample.Provider("p") with { Keys = [Sample.Key("k")] }, Sample.Provider("q") with { Keys = [Sample.Key("k")] }],
            },
            "providers[1].keys[0].id",
            "another key 'k'");

    [Fact]
    public void A_key_without_an_id_is_refused() => Problems.AssertOne(With(Sample.Key("")), "providers[0].keys[0].id", "is missing");

    [Fact]
    public void A_key_without_a_secret_is_refused() =>
        Problems.AssertOne(With(WithSecret(null)), "providers[0].keys[0].secret", "is missing");

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("   ", "is empty")]
    [InlineData("sk-1\nsk-2", "line break")]
    [InlineData("sk-é", "no HTTP header can carry")]
    [InlineData(" sk-1", "begins or ends with a space")]
    [InlineData("sk-1 ", "begins or ends with a space")]
    public void A_secret_that_cannot_be_presented_is_refused(string secret, string fragment) =>
        Problems.AssertOne(With(WithSecret(Secret.Plain(secret))), "providers[0].keys[0].secret", fragment);

    [Fact]
    public void An_endless_secret_is_refused() =>
        Problems.AssertOne(
            With(WithSecret(Secret.Plain(new string('x', CatalogBounds.SecretLength + 1)))), "providers[0].keys[0].secret", "longer than");

    [Fact]
    public void A_sealed_secret_passes() => Problems.AssertNone(With(WithSecret(Secret.Sealed("v1.a.b"))));

    [Fact]
    public void A_digest_is_refused_because_the_provider_needs_the_credential_itself() =>
        Problems.AssertOne(With(WithSecret(Secret.Digest("00"))), "providers[0].keys[0].secret", "only a digest");

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    public void Weights_within_the_range_pass(int weight) => Problems.AssertNone(With(Sample.Key("k") with { Weight = weight }));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1001)]
    public void Weights_outside_the_range_are_refused(int weight) =>
        Problems.AssertOne(With(Sample.Key("k") with { Weight = weight }), "providers[0].keys[0].weight", "1–1,000");

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    public void Tiers_within_the_range_pass(int tier) => Problems.AssertNone(With(Sample.Key("k") with { Tier = tier }));

    [Theory]
    [InlineData(-1)]
    [InlineData(10)]
    public void Tiers_outside_the_range_are_refused(int tier) =>
        Problems.AssertOne(With(Sample.Key("k") with { Tier = tier }), "providers[0].keys[0].tier", "0–9");

    [Fact]
    public void Keys_may_share_a_quota_group() =>
        Problems.AssertNone(With(Sample.Key("a") with { QuotaGroup = "account" }, Sample.Key("b") with { QuotaGroup = "account" }));

    [Fact]
    public void A_quota_group_has_the_form_of_an_id() =>
        Problems.AssertOne(With(Sample.Key("k") with { QuotaGroup = "my account" }), "providers[0].keys[0].quotaGroup", "1–64 characters");

    [Theory]
    [InlineData(1)]
    [InlineData(1_000_000_000_000)]
    public void Limits_within_the_range_pass(long limit) =>
        Problems.AssertNone(With(Sample.Key("k") with { Limits = new LimitSpec { TokensPerDay = limit } }));

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    [InlineData(1_000_000_000_001)]
    [InlineData(long.MaxValue)]
    public void Each_limit_outside_the_range_is_refused(long limit)
    {
        var limits = new LimitSpec
        {
            RequestsPer10Seconds = limit, RequestsPerMinute = limit, RequestsPerDay = limit, TokensPerMinute = limit, TokensPerDay = limit,
            TokensPerMonth = limit, Concurrent = limit,
        };

        Assert.Equal(
            [
                "requestsPer10Seconds", "requestsPerMinute", "requestsPerDay", "tokensPerMinute", "tokensPerDay", "tokensPerMonth", "concurrent",
            ],
            CatalogValidator.Validate(With(Sample.Key("k") with { Limits = limits })).Select(p => p.Path["providers[0].keys[0].limits.".Length..]));
    }
}
