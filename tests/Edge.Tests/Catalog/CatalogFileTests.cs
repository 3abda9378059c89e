using AiGateway.Core.Catalog;
using AiGateway.Core.Catalog.Requests;
using AiGateway.Core.Health;

namespace AiGateway.Edge.Tests.Catalog;

public sealed class CatalogFileTests
{
    private const string Full = """
        # The whole shape.
        providers:
          - id: deepseek
            kind: openai
            baseUrl: https://api.deepseek.com/v1
            affinity: off
            objects: own
            keys:
              - id: ds-1
                secret: ${DEEPSEEK_KEY_1}
                tier: 2
                weight: 3
                quotaGroup: account-a
                limits: { requestsPerMinute: 600, tokensPerMinute: 100000, concurrent: 20 }
              - { id: ds-2, secret: "${file:/run/secrets/one}", disabled: true }
          - id: demo
            kind: demo
        models:
          - id: deepseek-chat
            aliases: [ chat, gpt-4o ]
            targets:
              - { provider: deepseek, model: deepseek-chat, weight: 95 }
              - { provider: demo, model: demo, weight: 5 }
            fallback:
              - { provider: demo, model: demo }
            maxAttempts: 5
            sticky: { by: header, header: x-user-id }
            ramp:
              target: { provider: demo, model: demo }
              steps: [ 0.5, 5, 50 ]
              stepMs: 60000
              minimumCalls: 100
              marginPercent: 1.5
              pauseAfterMs: 900000
              slowerBy: 1.5
              promote: manual
            timeouts: { connectMs: 2000, firstByteMs: 30000, firstTokenMs: 60000, betweenTokensMs: 15000 }
          - id: deepseek/*
            targets: [ { provider: deepseek, model: "*" } ]
        consumers:
          - id: team-a
            keys: [ { secret: ${TEAM_A_KEY} } ]
            models: [ "*" ]
            limits: { requestsPerMinute: 60, tokensPerMinute: 20000, tokensPerDay: 1000000, concurrent: 8 }
          - id: team-b
            disabled: true
            models:
              - deepseek-chat
              - deepseek/*

        """;

    [Fact]
    public void Providers_and_keys_are_read()
    {
        var providers = Files.Read(Full).Providers;

        Assert.Equal(["deepseek", "demo"], providers.Select(p => p.Id));
        Assert.Equal(new ProviderKind?[] { ProviderKind.OpenAi, ProviderKind.Demo }, providers.Select(p => p.Kind));
        Assert.Equal("https://api.deepseek.com/v1", providers[0].BaseUrl);
        Assert.Equal([ConversationAffinity.Off, ConversationAffinity.On], providers.Select(p => p.Affinity));
        Assert.Equal([ObjectAccess.Own, ObjectAccess.Off], providers.Select(p => p.Objects));
        Assert.Equal(
            new KeySpec
            {
                Id = "ds-1",
                Secret = Secret.Plain("sk-deep"),
                Tier = 2,
                Weight = 3,
                QuotaGroup = "account-a",
                Limits = new LimitSpec { RequestsPerMinute = 600, TokensPerMinute = 100_000, Concurrent = 20 },
            },
            providers[0].Keys[0]);
        Assert.Equal(new KeySpec { Id = "ds-2", Secret = Secret.Plain("sk-from-file"), Disabled = true }, providers[0].Keys[1]);
        Assert.Empty(providers[1].Keys);
    }

    [Fact]
    public void What_a_provider_is_called_by_is_read()
    {
        var providers = Files.Read("""
            providers:
              - { id: v, kind: vertex, region: global, project: my-project, unknownFields: refuse }
              - { id: a, kind: azure, baseUrl: https://r.openai.azure.com, apiVersion: 2024-10-21, serves: [ chat, embeddings ] }
              - { id: d, preset: deepseek, directModels: true, drop: [ user, "messages[].name" ], rename: { seed: random_seed } }
            """).Providers;

        Assert.Equal(
            (ProviderKind.Vertex, "global", "my-project", UnknownFieldHandling.Refuse), (providers[0].Kind!.Value, providers[0].Region, providers[0].Project, providers[0].UnknownFields));
        Assert.Equal((ProviderKind.Azure, "2024-10-21"), (providers[1].Kind!.Value, providers[1].ApiVersion));
        Assert.Equal([ProviderOperation.Chat, ProviderOperation.Embeddings], providers[1].Serves!);
        Assert.Equal(("deepseek", null, null), (providers[2].Preset, providers[2].Kind, providers[2].Serves));
        Assert.Equal(["user", "messages[].name"], providers[2].Drop!);
        Assert.Equal("random_seed", providers[2].Rename!["seed"]);
        Assert.Equal([false, false, true], providers.Select(p => p.DirectModels));
        Assert.Equal((null, null), (providers[0].Drop, providers[0].Rename));
    }

    [Fact]
    public void Models_are_read()
    {
        var models = Files.Read(Full).Models;

        Assert.Equal(["deepseek-chat", "deepseek/*"], models.Select(m => m.Id));
        Assert.Equal(["chat", "gpt-4o"], models[0].Aliases!);
        Assert.Null(models[1].Aliases);
        Assert.Equal([95, 5], models[0].Targets.Select(t => t.Weight));
        Assert.Equal(new TargetSpec { Provider = "demo", Model = "demo" }, Assert.Single(models[0].Fallback));
        Assert.Equal(new TimeoutSpec { ConnectMs = 2_000, FirstByteMs = 30_000, FirstTokenMs = 60_000, BetweenTokensMs = 15_000 }, models[0].Timeouts);
        Assert.Equal("*", Assert.Single(models[1].Targets).Model);
        Assert.Equal(5, models[0].MaxAttempts);
        Assert.Equal(new StickySpec { By = StickyBy.Header, Header = "x-user-id" }, models[0].Sticky);
        Assert.Null(models[1].Timeouts);
        Assert.Null(models[1].Ramp);
    }

    [Fact]
    public void What_becomes_of_requests_is_read()
    {
        var catalog = Files.Read("""
            providers: [ { id: p, kind: demo } ]
            models:
              - id: auto
                context: 128000
                request:
                  defaults: { temperature: 0.5, topP: 0.9, reasoningEffort: low, maxOutputTokens: 1000, serviceTier: flex }
                  caps: { temperature: 1, reasoningEffort: medium, maxOutputTokens: 4096 }
                  overrides: { serviceTier: default }
                auto:
                  - { model: large, hasTools: true, hasImages: false, promptTokensAtLeast: 1000, promptTokensAtMost: 2000 }
                  - { model: large, stream: true, operation: responses, header: { name: x-tier, value: gold } }
                targets: [ { provider: p, model: a } ]
              - { id: large, targets: [ { provider: p, model: b } ] }
            consumers: [ { id: c, request: { overrides: { serviceTier: priority } } } ]
            """);

        Assert.Equal(128_000, catalog.Models[0].Context);
        Assert.Equal(
            new RequestSpec
            {
                Defaults = new() { Temperature = 0.5, TopP = 0.9, ReasoningEffort = "low", MaxOutputTokens = 1_000, ServiceTier = "flex" },
                Caps = new() { Temperature = 1, ReasoningEffort = "medium", MaxOutputTokens = 4_096 },
                Overrides = new() { ServiceTier = "default" },
            },
            catalog.Models[0].Request);
        Assert.Equal(
            [
                new AutoRuleSpec { Model = "large", HasTools = true, HasImages = false, PromptTokensAtLeast = 1_000, PromptTokensAtMost = 2_000 },
                new AutoRuleSpec { Model = "large", Stream = true, Operation = ProviderOperation.Responses, Header = new() { Name = "x-tier", Value = "gold" } },
            ],
            catalog.Models[0].Auto!);
        Assert.Equal(new RequestSpec { Overrides = new() { ServiceTier = "priority" } }, catalog.Consumers[0].Request);
        Assert.Equal((null, null, null), (catalog.Models[1].Context, catalog.Models[1].Request, catalog.Models[1].Auto));
    }

    [Fact]
    public void A_ramp_is_read()
    {
        var ramp = Files.Read(Full).Models[0].Ramp!;

        Assert.Equal(new TargetName { Provider = "demo", Model = "demo" }, ramp.Target);
        Assert.Equal([0.5m, 5, 50], ramp.Steps!);
        Assert.Equal(
            (60_000, 100, 1.5m, 900_000, 1.5m, RampPromotion.Manual), (ramp.StepMs!.Value, ramp.MinimumCalls!.Value, ramp.MarginPercent!.Value, ramp.PauseAfterMs!.Value, ramp.SlowerBy!.Value, ramp.Promote));
    }

    [Fact]
    public void Consumers_are_read()
    {
        var consumers = Files.Read(Full).Consumers;

        Assert.Equal(["team-a", "team-b"], consumers.Select(c => c.Id));
        Assert.Equal("team a's key", Assert.Single(consumers[0].Keys).Secret.Reveal());
        Assert.Equal(
            new LimitSpec { RequestsPerMinute = 60, TokensPerMinute = 20_000, TokensPerDay = 1_000_000, Concurrent = 8 }, consumers[0].Limits);
        Assert.Equal(["deepseek-chat", "deepseek/*"], consumers[1].Models);
        Assert.Equal([false, true], consumers.Select(c => c.Disabled));
    }

    [Fact]
    public void How_a_provider_is_judged_is_read()
    {
        var health = Files.Read("""
            providers:
              - id: p
                baseUrl: http://p/
                health:
                  consecutiveFailures: 3
                  failureRatio: 0.25
                  minimumCalls: 40
                  openMs: 500
                  longestOpenMs: 60000
                  probeDeadlineMs: 30000
                  slowStartMs: 0
                  throttleMs: 200
                  longestThrottleMs: 5000
                  parkMs: 60000
                  longestParkMs: 600000
                  modelUnavailableMs: 9000
                  unfitMs: 8000
                  probeModel: tiny
                  errors:
                    - { status: 403, code: plan_rate, means: throttled, scope: keyModel }
                    - { code: busy, means: overloaded }
            """).Providers[0].Health!;

        Assert.Equal(
            new HealthTerms
            {
                Version = 1, ConsecutiveFailures = 3, FailureRatio = 0.25, MinimumCalls = 40, OpenMs = 500, LongestOpenMs = 60_000, ProbeDeadlineMs = 30_000,
                SlowStartMs = 0, ThrottleMs = 200, LongestThrottleMs = 5_000, ParkMs = 60_000, LongestParkMs = 600_000, ModelUnavailableMs = 9_000, UnfitMs = 8_000,
            },
            HealthTerms.Of(health, 1));
        Assert.Equal("tiny", health.ProbeModel);
        Assert.Equal(
            [
                new ErrorMeaningSpec { Status = 403, Code = "plan_rate", Means = FailureClass.KeyThrottled, Scope = FailureScope.KeyModel },
                new ErrorMeaningSpec { Code = "busy", Means = FailureClass.Overloaded },
            ],
            health.Errors);
    }

    [Fact]
    public void A_shadow_and_the_consent_to_it_are_read()
    {
        var catalog = Files.Read("""
            providers: [ { id: p, kind: demo } ]
            models:
              - id: m
                targets: [ { provider: p, model: a } ]
                shadow: { provider: p, model: b, percent: 2.5, limits: { concurrent: 4 }, maxQueued: 7, timeoutMs: 900 }
              - { id: n, targets: [ { provider: p, model: a } ], shadow: { provider: p, model: b } }
            consumers: [ { id: c, shadow: true }, { id: d } ]
            """);

        Assert.Equal(
            [
                new ShadowSpec { Provider = "p", Model = "b", Percent = 2.5, Limits = new() { Concurrent = 4 }, MaxQueued = 7, TimeoutMs = 900 },
                new ShadowSpec { Provider = "p", Model = "b" },
            ],
            catalog.Models.Select(model => model.Shadow));
        Assert.Equal([true, false], catalog.Consumers.Select(consumer => consumer.Shadow));
    }

    [Fact]
    public void Limits_are_read_wherever_they_may_stand()
    {
        var catalog = Files.Read("""
            providers:
              - id: p
                kind: demo
                keys:
                  - id: k
                    secret: s
                    modelLimits: [ { model: upstream, limits: { requestsPer10Seconds: 15, requestsPerDay: 1000, tokens: strict } } ]
            models:
              - id: m
                targets: [ { provider: p, model: upstream, limits: { requestsPerDay: 500 } } ]
                limits: { tokensPerMonth: 5000000 }
            consumers:
              - id: c
                priority: high
                limits:
                  costPerDay: 0.50
                  costPerMonth: 10
                  timeZone: Asia/Shanghai
                  soft: [ costPerDay ]
                  hard: []
                  tokens: expected
                modelLimits:
                  - { model: m, limits: { concurrent: 2 } }
                  - { model: "*", limits: {} }
            """);

        Assert.Equal(
            [new() { Model = "upstream", Limits = new() { RequestsPer10Seconds = 15, RequestsPerDay = 1_000, Tokens = ReservationMode.Strict } }],
            catalog.Providers[0].Keys[0].ModelLimits);
        Assert.Equal(new LimitSpec { TokensPerMonth = 5_000_000 }, catalog.Models[0].Limits);
        Assert.Equal(new LimitSpec { RequestsPerDay = 500 }, catalog.Models[0].Targets[0].Limits);
        Assert.Equal(
            new LimitSpec
            {
                CostPerDay = 0.5m, CostPerMonth = 10, TimeZone = "Asia/Shanghai", Soft = ["costPerDay"], Hard = [], Tokens = ReservationMode.Expected,
            },
            catalog.Consumers[0].Limits);
        Assert.Equal(
            [new() { Model = "m", Limits = new() { Concurrent = 2 } }, new() { Model = "*", Limits = new() }], catalog.Consumers[0].ModelLimits);
        Assert.Equal(ConsumerPriority.High, catalog.Consumers[0].Priority);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("# nothing yet\n")]
    [InlineData("---\n")]
    [InlineData("~")]
    [InlineData("{}")]
    [InlineData("\uFEFF")]
    [InlineData("providers:\nmodels:\nconsumers: []\n")]
    public void An_empty_file_is_an_empty_catalog(string yaml)
    {
        var catalog = Files.Read(yaml);

        Assert.Empty(catalog.Providers);
        Assert.Empty(catalog.Models);
        Assert.Empty(catalog.Consumers);
    }

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\n")]
    public void Line_endings_make_no_difference(string ending) =>
        Assert.Equal(2, Files.Read(Full.ReplaceLineEndings(ending)).Consumers.Count);

    [Theory]
    [InlineData("consumers: [ { id: c, keys: [ { secret: ' two  spaces ' } ] } ]", " two  spaces ")]
    [InlineData("consumers: [ { id: c, keys: [ { secret: my own key } ] } ]", "my own key")]
    [InlineData("consumers: [ { id: c, keys: [ { secret: 012345 } ] } ]", "012345")]
    [InlineData("consumers: [ { id: c, keys: [ { secret: 1e3 } ] } ]", "1e3")]
    [InlineData("consumers: [ { id: c, keys: [ { secret: true } ] } ]", "true")]
    [InlineData("consumers: [ { id: c, keys: [ { secret: \"null\" } ] } ]", "null")]
    [InlineData("consumers: [ { id: c, keys: [ { secret: \"${TEAM_A_KEY}\" } ] } ]", "team a's key")]
    [InlineData("consumers:\n- id: c\n  keys:\n  - secret: a#b\"c'd\n", "a#b\"c'd")]
    [InlineData("consumers:\n- id: c\n  keys:\n  - secret: |-\n      block text\n", "block text")]
    public void A_callers_secret_is_taken_as_it_is(string yaml, string secret) =>
        Assert.Equal(secret, Files.Read(yaml).Consumers[0].Keys[0].Secret.Reveal());

    [Fact]
    public void A_valid_file_gives_no_plain_secret_away_when_printed() =>
        Assert.DoesNotContain("sk-deep", Files.Parse(Full).ToString(), StringComparison.Ordinal);

    [Fact]
    public void A_problem_prints_where_it_is_and_what_it_is() =>
        Assert.Equal(
            "line 1, column 1: modles is not a known field; did you mean 'models'?", Files.Parse("modles: []").Problems[0].ToString());
}
