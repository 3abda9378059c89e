using AiGateway.Core.Catalog;
using AiGateway.Core.Catalog.Requests;
using AiGateway.Core.Health;
using AiGateway.Edge.Catalog;
using AiGateway.Edge.Catalog.Export;

namespace AiGateway.Edge.Tests.Catalog;

public sealed class CatalogYamlTests
{
    private static readonly CatalogDocument Rich = new()
    {
        Providers =
        [
            new ProviderSpec
            {
                Id = "rich", BaseUrl = "https://rich.example:8443/v1?x=1", Serves = [ProviderOperation.Chat, ProviderOperation.Embeddings], DirectModels = true,
                UnknownFields = UnknownFieldHandling.Refuse, Drop = ["user", "messages[].name"], Rename = new Dictionary<string, string> { ["seed"] = "random_seed" },
                Affinity = ConversationAffinity.Off, Objects = ObjectAccess.Own,
                Health = new HealthSpec { FailureRatio = 0.25, OpenMs = 4_000, ProbeModel = "~", Errors = [new ErrorMeaningSpec { Status = 418, Code = "teapot: yes", Means = FailureClass.Overloaded, Scope = FailureScope.Key }] },
                Keys =
                [
                    new KeySpec { Id = "rich-1", Secret = Secret.Sealed("v1.first.blob"), Tier = 2, Weight = 3, QuotaGroup = "true", Limits = new LimitSpec { RequestsPerMinute = 600, Soft = ["requestsPerMinute"] } },
                    new KeySpec { Id = "rich.1", Secret = Secret.Sealed("v1.second.blob"), Disabled = true, ModelLimits = [new ModelLimitSpec { Model = "null", Limits = new LimitSpec { Concurrent = 3 } }] },
                ],
            },
            new ProviderSpec { Id = "demo", Kind = ProviderKind.Demo },
        ],
        Models =
        [
            new ModelSpec
            {
                Id = "a/b:c", Aliases = ["no", "123", "1e3"], Context = 128_000,
                Targets =
                [
                    new TargetSpec { Provider = "rich", Model = "x: y # z", Weight = 95, Limits = new LimitSpec { CostPerDay = 0.000001m, TimeZone = "Asia/Shanghai" } },
                    new TargetSpec { Provider = "demo", Model = "demo" },
                ],
                Fallback = [new TargetSpec { Provider = "demo", Model = "demo" }],
                Sticky = new StickySpec { By = StickyBy.Header, Header = "x-user-id" },
                Timeouts = new TimeoutSpec { ConnectMs = 2_000 },
                Request = new RequestSpec { Defaults = new RequestValues { Temperature = 0.00001, ServiceTier = "flex" }, Caps = new RequestCaps { MaxOutputTokens = 9 } },
                Limits = new LimitSpec { TokensPerMonth = 1_000_000_000_000, Tokens = ReservationMode.Expected },
                Shadow = new ShadowSpec { Provider = "demo", Model = "demo", Percent = 0.5 },
            },
            new ModelSpec { Id = "~^gpt-[45]$", Targets = [new TargetSpec { Provider = "rich", Model = "large" }] },
            new ModelSpec
            {
                Id = "auto", Auto = [new AutoRuleSpec { Model = "a/b:c", HasTools = false, Header = new AutoHeaderSpec { Name = "x-tier", Value = "${GOLD} \"q\" \\ é 金" } }],
                Targets = [new TargetSpec { Provider = "rich", Model = "one" }, new TargetSpec { Provider = "demo", Model = "two" }],
                Ramp = new RampSpec { Target = new TargetName { Provider = "demo", Model = "two" }, Steps = [0.5m, 5, 50], Promote = RampPromotion.Manual },
            },
        ],
        Consumers =
        [
            new ConsumerSpec
            {
                Id = "team-a", Models = ["*", "openai/*"], Priority = ConsumerPriority.Low, Explain = true, Shadow = true,
                Keys = [new ConsumerKeySpec { Secret = Secret.Digest(new string('a', 64)) }, new ConsumerKeySpec { Secret = Secret.Digest(new string('b', 64)) }],
                ModelLimits = [new ModelLimitSpec { Model = "auto", Limits = new LimitSpec { TokensPerDay = 100 } }],
            },
            new ConsumerSpec { Id = "team-b", Disabled = true },
        ],
    };

    [Fact]
    public void What_is_written_is_read_as_it_was()
    {
        var yaml = CatalogYaml.Write(Rich);

        var result = CatalogFile.ReadPart(yaml, 1 << 20, SecretPlaceholders.Of(Rich).Find, _ => []);

        Assert.Empty(result.Problems);
        Assert.Equal(CatalogJson.Write(Rich), CatalogJson.Write(result.Document));
    }

    [Fact]
    public void The_empty_catalog_is_written_and_read_too() =>
        Assert.Equal(CatalogJson.Write(CatalogDocument.Empty), CatalogJson.Write(Files.Read(CatalogYaml.Write(CatalogDocument.Empty))));

    [Fact]
    public void Variables_of_their_own_stand_for_secrets_and_nothing_of_them_is_written()
    {
        var yaml = CatalogYaml.Write(Rich);

        foreach (var name in new[] { "${KEY_RICH_1}", "${KEY_RICH_1_2}", "${CONSUMER_TEAM_A_AAAAAAAAAAAA}", "${CONSUMER_TEAM_A_BBBBBBBBBBBB}" })
            Assert.Contains($"secret: {name}\n", yaml, StringComparison.Ordinal);
        Assert.DoesNotContain("v1.", yaml, StringComparison.Ordinal);
        Assert.DoesNotContain("blob", yaml, StringComparison.Ordinal);
        Assert.DoesNotContain("aaaaaa", yaml, StringComparison.Ordinal);
    }

    [Fact]
    public void As_a_catalog_file_it_takes_the_secrets_from_the_environment()
    {
        var valid = new CatalogDocument { Providers = [Rich.Providers[0] with { BaseUrl = "https://rich.example/v1", Health = null }] };

        var result = CatalogFile.Parse(CatalogYaml.Write(valid), name => $"secret-of-{name}", _ => null);

        Assert.Empty(result.Problems);
        Assert.Equal("secret-of-KEY_RICH_1_2", result.Document!.Providers[0].Keys[1].Secret!.Reveal());
    }

    [Fact]
    public void What_has_its_usual_value_is_left_out() => Assert.EndsWith(
        """
        consumers:
          - id: team
            models: ["*"]

        """, CatalogYaml.Write(new CatalogDocument { Consumers = [new ConsumerSpec { Id = "team", Models = ["*"] }] }), StringComparison.Ordinal);
}
