using AiGateway.Core.Catalog;

namespace AiGateway.Core.Tests.Catalog;

public sealed class QuirkRulesTests
{
    private static CatalogDocument With(IReadOnlyList<string>? drop = null, Dictionary<string, string>? rename = null) =>
        new() { Providers = [Sample.Provider("p") with { Drop = drop, Rename = rename }] };

    [Theory]
    [InlineData("user")]
    [InlineData("x-vendor_1")]
    [InlineData("messages[].name")]
    [InlineData("tools[].function.strict")]
    [InlineData("stream_options.include_obfuscation")]
    public void A_member_may_be_dropped_wherever_it_stands(string name) => Problems.AssertNone(With([name]));

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("messages[]")]
    [InlineData("messages[0].name")]
    [InlineData(".name")]
    [InlineData("a..b")]
    [InlineData("a.b.c.d.e")]
    [InlineData("[].a")]
    public void What_is_no_name_of_a_member_cannot(string name) => Problems.AssertOne(With([name]), "providers[0].drop[0]", "the name of a member");

    [Theory]
    [InlineData("model")]
    [InlineData("messages")]
    [InlineData("stream")]
    public void Nor_can_what_makes_a_request(string name) => Problems.AssertOne(With([name]), "providers[0].drop[0]", "there is no request");

    [Fact]
    public void A_name_stands_once() => Problems.AssertOne(With(["user", "user"]), "providers[0].drop[1]", "a second time");

    [Theory]
    [InlineData("seed", "seed", "another name")]
    [InlineData("seed", "", "another name")]
    [InlineData("seed", "a.b", "another name")]
    [InlineData("messages", "contents", "would change messages")]
    [InlineData("text", "prompt", "would change prompt")]
    public void A_member_gets_another_name_of_a_member(string from, string to, string fragment) =>
        Problems.AssertOne(With(rename: new() { [from] = to }), $"providers[0].rename.{from}", fragment);

    [Fact]
    public void Names_lead_straight_to_the_last_one_and_are_not_dropped_as_well()
    {
        Problems.AssertNone(With(["user"], new() { ["seed"] = "random_seed", ["min_tokens"] = "least" }));
        Problems.AssertOne(With(rename: new() { ["a"] = "b", ["b"] = "c" }), "providers[0].rename.a", "name the last one");
        Problems.AssertOne(With(["a"], new() { ["a"] = "b" }), "providers[0].rename.a", "dropped as well");
        Problems.AssertOne(With(rename: new() { ["a b"] = "c" }), "providers[0].rename", "no name of a member");
    }

    [Fact]
    public void Requests_that_are_written_anew_have_nothing_to_drop()
    {
        var provider = new ProviderSpec { Id = "p", Kind = ProviderKind.Anthropic };

        Problems.AssertOne(new CatalogDocument { Providers = [provider with { Drop = ["user"] }] }, "providers[0].drop", "for kinds openai and azure");
        Problems.AssertOne(
            new CatalogDocument { Providers = [provider with { Rename = new Dictionary<string, string> { ["a"] = "b" } }] }, "providers[0].rename", "for kinds openai and azure");
    }
}
