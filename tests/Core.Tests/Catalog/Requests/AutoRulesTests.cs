using AiGateway.Core.Catalog;
using AiGateway.Core.Catalog.Requests;

namespace AiGateway.Core.Tests.Catalog.Requests;

public sealed class AutoRulesTests
{
    private static readonly AutoFacts Plain = new(ProviderOperation.Chat, 1_000, static _ => null);

    [Fact]
    public void The_first_rule_that_fits_counts()
    {
        AutoRuleSpec[] rules = [new() { Model = "tools", HasTools = true }, new() { Model = "long", PromptTokensAtLeast = 1_000 }, new() { Model = "rest" }];

        Assert.Equal("tools", AutoRules.Choose(rules, Plain with { HasTools = true }));
        Assert.Equal("long", AutoRules.Choose(rules, Plain));
        Assert.Equal("rest", AutoRules.Choose(rules, Plain with { PromptTokens = 999 }));
        Assert.Null(AutoRules.Choose(rules[..1], Plain));
    }

    public static TheoryData<AutoRuleSpec> Conditions() =>
    [
        new AutoRuleSpec { Model = "m", HasTools = true },
        new AutoRuleSpec { Model = "m", HasImages = true },
        new AutoRuleSpec { Model = "m", Stream = true },
        new AutoRuleSpec { Model = "m", Operation = ProviderOperation.Embeddings },
        new AutoRuleSpec { Model = "m", PromptTokensAtLeast = 5_000 },
        new AutoRuleSpec { Model = "m", PromptTokensAtLeast = 5_000, PromptTokensAtMost = 5_000 },
        new AutoRuleSpec { Model = "m", Header = new() { Name = "x-tier", Value = "gold" } },
        new AutoRuleSpec { Model = "m", HasTools = true, Stream = true, Header = new() { Name = "x-tier", Value = "gold" } },
    ];

    [Theory]
    [MemberData(nameof(Conditions))]
    public void All_that_is_stated_must_hold(AutoRuleSpec rule)
    {
        var fitting = new AutoFacts(ProviderOperation.Embeddings, 5_000, name => name == "x-tier" ? "gold" : null) { HasTools = true, HasImages = true, Stream = true };

        Assert.Equal("m", AutoRules.Choose([rule], fitting));
        Assert.Null(AutoRules.Choose([rule], Plain));
    }

    [Fact]
    public void What_must_not_be_there_and_what_is_too_long_do_not_fit()
    {
        Assert.Null(AutoRules.Choose([new() { Model = "m", HasImages = false }], Plain with { HasImages = true }));
        Assert.Equal("m", AutoRules.Choose([new() { Model = "m", HasImages = false }], Plain));
        Assert.Null(AutoRules.Choose([new() { Model = "m", PromptTokensAtMost = 999 }], Plain));
    }
}
