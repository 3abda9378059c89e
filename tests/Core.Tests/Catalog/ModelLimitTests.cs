using AiGateway.Core.Catalog;

namespace AiGateway.Core.Tests.Catalog;

public sealed class ModelLimitTests
{
    private static readonly LimitSpec One = new() { RequestsPerMinute = 1 };

    private static readonly LimitSpec Two = new() { RequestsPerMinute = 2 };

    private static ModelLimitSpec For(string model, LimitSpec? limits) => new() { Model = model, Limits = limits };

    private static CatalogDocument Consumer(params ModelLimitSpec[] entries) => Sample.Catalog() with
    {
        Models = [Sample.Model("gpt-4o"), Sample.Model("openai/*")],
        Consumers = [Sample.Consumer("c") with { ModelLimits = entries }],
    };

    private static CatalogDocument Keys(params KeySpec[] keys) => Sample.Catalog() with { Providers = [Sample.Provider("p") with { Keys = keys }] };

    private static KeySpec Key(string id, string? group, LimitSpec? limits, params ModelLimitSpec[] entries) =>
        Sample.Key(id) with { QuotaGroup = group, Limits = limits, ModelLimits = entries };

    [Fact]
    public void A_consumer_may_have_limits_for_models_of_the_catalog_and_for_all_others() =>
        Problems.AssertNone(Consumer(For("gpt-4o", One), For("openai/*", new()), For("*", Two)));

    [Theory]
    [InlineData("gpt-4", "model 'gpt-4' is not declared; did you mean 'gpt-4o'?")]
    [InlineData("openai/gpt-4o-mini", "declare it under models")]
    [InlineData("", "is missing")]
    [InlineData("not a model", "is not the id of any model")]
    public void A_consumer_has_none_for_a_model_that_is_not_declared(string model, string fragment) =>
        Problems.AssertOne(Consumer(For(model, One)), "consumers[0].modelLimits[0].model", fragment);

    [Fact]
    public void A_model_has_one_entry()
    {
        Problems.AssertOne(Consumer(For("gpt-4o", One), For("gpt-4o", Two)), "consumers[0].modelLimits[1].model", "has an entry before this one");
        Problems.AssertOne(Keys(Key("k", null, null, For("x", One), For("x", One))), "providers[0].keys[0].modelLimits[1].model", "has an entry before");
    }

    [Fact]
    public void An_entry_without_limits_was_forgotten() =>
        Problems.AssertOne(Consumer(For("gpt-4o", null)), "consumers[0].modelLimits[0].limits", "or {} for none");

    [Fact]
    public void The_limits_of_an_entry_have_the_same_rules()
    {
        var bad = new LimitSpec { CostPerDay = 0 };

        Problems.AssertOne(Consumer(For("gpt-4o", bad)), "consumers[0].modelLimits[0].limits.costPerDay", "US dollars");
        Problems.AssertOne(Keys(Key("k", null, null, For("x", bad))), "providers[0].keys[0].modelLimits[0].limits.costPerDay", "US dollars");
        Problems.AssertOne(Sample.Catalog() with { Models = [Sample.Model("m") with { Limits = bad }] }, "models[0].limits.costPerDay", "US dollars");
    }

    [Fact]
    public void There_is_a_bound_on_entries()
    {
        var many = Enumerable.Range(0, CatalogBounds.ModelLimits + 1).Select(i => For($"x{i}", One)).ToArray();

        Problems.AssertOne(Keys(Key("k", null, null, many)), "providers[0].keys[0].modelLimits", "at most 1,000 are allowed");
        Problems.AssertNone(Keys(Key("k", null, null, many[1..])));
    }

    [Theory]
    [InlineData("*", "put them under limits")]
    [InlineData("", "is missing")]
    [InlineData("two words", "without spaces")]
    public void At_a_key_a_model_has_the_providers_name(string model, string fragment) =>
        Problems.AssertOne(Keys(Key("k", null, null, For(model, One))), "providers[0].keys[0].modelLimits[0].model", fragment);

    [Fact]
    public void Keys_of_one_group_state_their_limits_once_or_alike()
    {
        Problems.AssertNone(Keys(Key("a", "g", null), Key("b", "g", One, For("x", Two)), Key("c", "g", null)));
        Problems.AssertNone(Keys(Key("a", "g", One, For("x", Two)), Key("b", "g", One with { }, For("x", Two with { }))));
        Problems.AssertNone(Keys(Key("a", "g", One), Key("b", "g", null, For("x", Two))));
        Problems.AssertNone(Keys(Key("a", "g", null, For("x", One), For("y", Two)), Key("b", "g", null, For("y", Two), For("x", One))));
        Problems.AssertNone(Keys(Key("a", "g", One), Key("b", "h", Two), Key("c", null, Two)));
    }

    [Fact]
    public void Keys_of_one_group_must_not_contradict_each_other()
    {
        Problems.AssertOne(
            Keys(Key("a", "g", null), Key("b", "g", One), Key("c", "g", Two)),
            "providers[0].keys[2].limits",
            "of key 'c' differ from those of key 'b', with which it shares the quota group 'g'");
        Problems.AssertOne(
            Keys(Key("a", "g", null, For("x", One)), Key("b", "g", null, For("x", Two))), "providers[0].keys[1].modelLimits", "of key 'b' differ");
        Problems.AssertOne(
            Keys(Key("a", "g", null, For("x", One)), Key("b", "g", null, For("x", One), For("y", One))), "providers[0].keys[1].modelLimits", "of key 'a'");
    }

    [Fact]
    public void A_key_without_a_group_is_one_by_itself_which_others_can_name() =>
        Problems.AssertOne(Keys(Key("a", null, One), Key("b", "a", Two)), "providers[0].keys[1].limits", "quota group 'a'");

    [Fact]
    public void A_group_of_the_same_name_at_another_provider_is_another_one() =>
        Problems.AssertNone(new()
        {
            Providers = [Sample.Provider("p") with { Keys = [Key("a", "g", One)] }, Sample.Provider("q") with { Keys = [Key("b", "g", Two)] }],
        });

    [Fact]
    public void A_consumers_own_entry_for_a_model_goes_before_that_for_all_others()
    {
        var consumer = Consumer(For("*", One), For("gpt-4o", Two), For("openai/*", new())).Consumers[0];

        Assert.Equal(Two, ModelLimits.Of(consumer, "gpt-4o"));
        Assert.Equal(new(), ModelLimits.Of(consumer, "openai/*"));
        Assert.Equal(One, ModelLimits.Of(consumer, "another"));
        Assert.Null(ModelLimits.Of(Sample.Consumer("d") with { Limits = One }, "gpt-4o"));
    }

    [Fact]
    public void What_one_key_states_holds_for_its_group_and_for_no_other()
    {
        var provider = Keys(Key("a", "g", null), Key("b", "g", One), Key("c", "g", null, For("x", Two)), Key("d", null, null)).Providers[0];

        Assert.All(provider.Keys.Take(3), key => Assert.Equal(Two, ModelLimits.Of(provider, key, "x")));
        Assert.All(provider.Keys.Take(3), key => Assert.Equal(One, ModelLimits.Of(provider, key, "y")));
        Assert.Null(ModelLimits.Of(provider, provider.Keys[3], "x"));
    }
}
