using System.Security.Cryptography;
using AiGateway.Core.Catalog;
using AiGateway.Edge.Catalog;
using AiGateway.Edge.Security;

namespace AiGateway.Edge.Tests.Catalog;

public sealed class CatalogSealingTests
{
    private readonly SecretBox _box;
    private readonly ConsumerKeyDigest _digest;

    public CatalogSealingTests()
    {
        var master = MasterKey.Generate();
        (_box, _digest) = (new SecretBox(master), new ConsumerKeyDigest(master));
    }

    private static CatalogDocument Plain(string providerSecret = "sk-CANARY", string consumerSecret = "key of c-CANARY") => new()
    {
        Providers = [new ProviderSpec { Id = "p", BaseUrl = "http://p/", Keys = [Key("k1", providerSecret), Key("k2", "sk-two")] }],
        Consumers = [new ConsumerSpec { Id = "c", Keys = [new ConsumerKeySpec { Secret = Secret.Plain(consumerSecret) }] }],
    };

    private static KeySpec Key(string id, string secret) => new() { Id = id, Weight = 5, Secret = Secret.Plain(secret) };

    [Fact]
    public void A_sealed_catalog_can_be_stored_and_shows_no_secret()
    {
        var stored = CatalogJson.Write(CatalogSealing.Seal(Plain(), _box, _digest));

        Assert.DoesNotContain("CANARY", stored, StringComparison.Ordinal);
        Assert.Empty(CatalogValidator.Validate(CatalogJson.Read(stored)));
    }

    [Fact]
    public void Provider_secrets_open_again_and_everything_else_is_kept()
    {
        var key = CatalogJson.Read(CatalogJson.Write(CatalogSealing.Seal(Plain(), _box, _digest))).Providers[0].Keys[0];

        Assert.Equal(("k1", 5), (key.Id, key.Weight));
        Assert.Equal("sk-CANARY", CatalogSealing.Open(key, _box));
    }

    [Fact]
    public void Limits_are_kept_and_are_part_of_what_a_catalog_is()
    {
        var limits = new LimitSpec { CostPerDay = 0.5m, TimeZone = "Europe/Berlin", Soft = ["costPerDay"] };
        var plain = Limited(limits);

        var stored = CatalogJson.Read(CatalogJson.Write(CatalogSealing.Seal(plain, _box, _digest)));

        Assert.Equal(limits, stored.Providers[0].Keys[0].ModelLimits[0].Limits);
        Assert.Equal((limits, ConsumerPriority.High), (stored.Consumers[0].ModelLimits[0].Limits, stored.Consumers[0].Priority));
        Assert.Equal(CatalogSealing.Fingerprint(plain, _digest), CatalogSealing.Fingerprint(Limited(limits), _digest));
        Assert.NotEqual(CatalogSealing.Fingerprint(plain, _digest), CatalogSealing.Fingerprint(Limited(limits with { Soft = [] }), _digest));

        static CatalogDocument Limited(LimitSpec limits)
        {
            ModelLimitSpec[] entries = [new() { Model = "m", Limits = limits }];
            return Plain() with
            {
                Providers = [new ProviderSpec { Id = "p", BaseUrl = "http://p/", Keys = [Key("k1", "sk-one") with { ModelLimits = entries }] }],
                Consumers = [Plain().Consumers[0] with { ModelLimits = entries, Priority = ConsumerPriority.High }],
            };
        }
    }

    [Fact]
    public void A_sealed_secret_moved_to_another_key_does_not_open()
    {
        var keys = CatalogSealing.Seal(Plain(), _box, _digest).Providers[0].Keys;

        var refusal = Assert.Throws<CryptographicException>(() => CatalogSealing.Open(keys[1] with { Secret = keys[0].Secret }, _box));

        Assert.Contains("'k2'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_is_not_sealed_is_not_opened() =>
        Assert.Throws<CryptographicException>(() => CatalogSealing.Open(Key("k", "sk-CANARY"), _box));

    [Fact]
    public void A_callers_secret_becomes_its_digest()
    {
        var key = CatalogSealing.Seal(Plain(consumerSecret: "with  spaces "), _box, _digest).Consumers[0].Keys[0];

        Assert.Equal(Secret.Digest(_digest.Compute("with  spaces ").ToHex()), key.Secret);
        Assert.Null(key.Hint);
    }

    [Fact]
    public void Only_a_generated_key_gets_a_hint()
    {
        var generated = ConsumerKey.Generate();

        Assert.Equal(ConsumerKey.Hint(generated), CatalogSealing.Seal(Plain(consumerSecret: generated), _box, _digest).Consumers[0].Keys[0].Hint);
    }

    [Fact]
    public void What_is_stored_already_passes_unchanged()
    {
        var once = CatalogSealing.Seal(Plain(), _box, _digest);

        Assert.Equal(CatalogJson.Write(once), CatalogJson.Write(CatalogSealing.Seal(once, _box, _digest)));
    }

    [Fact]
    public void One_key_given_plain_and_as_a_digest_shows_once_both_are_digests()
    {
        var catalog = Plain(consumerSecret: "same");
        var other = new ConsumerSpec { Id = "d", Keys = [new ConsumerKeySpec { Secret = Secret.Digest(_digest.Compute("same").ToHex()) }] };

        var sealedCatalog = CatalogSealing.Seal(catalog.With(other), _box, _digest);

        Assert.Equal("consumers[1].keys[0].secret", Assert.Single(CatalogValidator.Validate(sealedCatalog)).Path);
    }

    [Fact]
    public void An_empty_secret_is_never_stored()
    {
        Assert.Throws<ArgumentException>(() => CatalogSealing.Seal(Plain(consumerSecret: ""), _box, _digest));
        Assert.Throws<ArgumentException>(() => CatalogSealing.Seal(Plain(providerSecret: ""), _box, _digest));
    }

    [Fact]
    public void The_fingerprint_changes_with_the_content_and_with_nothing_else()
    {
        var fingerprint = CatalogSealing.Fingerprint(Plain(), _digest);

        Assert.Matches("^[0-9a-f]{64}$", fingerprint);
        Assert.Equal(fingerprint, CatalogSealing.Fingerprint(Plain(), _digest));
        Assert.NotEqual(fingerprint, CatalogSealing.Fingerprint(Plain(providerSecret: "sk-rotated"), _digest));
        Assert.NotEqual(fingerprint, CatalogSealing.Fingerprint(Plain(consumerSecret: "rotated"), _digest));
        Assert.NotEqual(fingerprint, CatalogSealing.Fingerprint(Plain().WithKey("p", Key("k3", "sk-3")), _digest));
        Assert.NotEqual(fingerprint, CatalogSealing.Fingerprint(Plain(), new ConsumerKeyDigest(MasterKey.Generate())));
    }
}
