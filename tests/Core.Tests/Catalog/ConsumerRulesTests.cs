using AiGateway.Core.Catalog;

namespace AiGateway.Core.Tests.Catalog;

public sealed class ConsumerRulesTests
{
    private static readonly string Hex = new('a', 64);

    private static CatalogDocument With(params ConsumerSpec[] consumers) => new() { Consumers = consumers };

    private static ConsumerSpec WithSecret(Secret secret, string id = "c") =>
        Sample.Consumer(id) with { Keys = [new ConsumerKeySpec { Secret = secret }] };

    [Theory]
    [InlineData("plain")]
    [InlineData("  with spaces  ")]
    [InlineData("クロネコ")]
    public void A_secret_is_taken_as_it_is(string secret) => Problems.AssertNone(With(WithSecret(Secret.Plain(secret))));

    [Theory]
    [InlineData("", "is empty")]
    [InlineData(" ", "is empty")]
    [InlineData("a\nb", "control character")]
    [InlineData("a\u007fb", "control character")]
    public void A_secret_that_cannot_be_presented_is_refused(string secret, string fragment) =>
        Problems.AssertOne(With(WithSecret(Secret.Plain(secret))), "consumers[0].keys[0].secret", fragment);

    [Fact]
    public void A_digest_passes() => Problems.AssertNone(With(WithSecret(Secret.Digest(Hex))));

    [Theory]
    [InlineData("abc")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void A_digest_of_another_form_is_refused(string hex) =>
        Problems.AssertOne(With(WithSecret(Secret.Digest(hex))), "consumers[0].keys[0].secret", "64 hexadecimal digits");

    [Fact]
    public void A_sealed_secret_is_refused_because_consumers_keys_must_not_be_reversible() =>
        Problems.AssertOne(With(WithSecret(Secret.Sealed("v1.a.b"))), "consumers[0].keys[0].secret", "kept as digests");

    [Fact]
    public void One_plain_secret_for_two_consumers_is_refused() =>
        Problems.AssertOne(
            With(WithSecret(Secret.Plain("same"), "a"), WithSecret(Secret.Plain("same"), "b")), "consumers[1].keys[0].secret", "used twice");

    [Fact]
    public void One_digest_listed_twice_is_refused() =>
        Problems.AssertOne(
            With(Sample.Consumer("c") with
            {
                Keys = [new ConsumerKeySpec { Secret = Secret.Digest(Hex) }, new ConsumerKeySpec { Secret = Secret.Digest(Hex) }],
            }),
            "consumers[0].keys[1].secret",
            "used twice");

    [Fact]
    public void Two_consumers_of_one_id_are_refused() =>
        Problems.AssertOne(With(Sample.Consumer("c"), Sample.Consumer("c") with { Keys = [] }), "consumers[1].id", "another consumer 'c'");

    [Fact]
    public void A_model_in_the_allow_list_has_the_form_of_a_model_name() =>
        Problems.AssertOne(With(Sample.Consumer("c") with { Models = ["gpt-4o", "gpt-*-mini"] }), "consumers[0].models[1]", "at the very end");

    [Fact]
    public void No_problem_shows_a_secret()
    {
        var canary = "CANARY\n" + new string('x', CatalogBounds.SecretLength);
        var catalog = With(WithSecret(Secret.Plain(canary), "a"), WithSecret(Secret.Plain(canary), "b")) with
        {
            Providers = [Sample.Provider("p") with { Keys = [Sample.Key("k") with { Secret = Secret.Plain(canary) }] }],
        };

        var problems = CatalogValidator.Validate(catalog);

        Assert.Equal(4, problems.Count);
        Assert.DoesNotContain(problems, p => p.ToString().Contains("CANARY", StringComparison.Ordinal));
    }
}
