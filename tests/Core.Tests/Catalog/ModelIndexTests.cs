using AiGateway.Core.Catalog;
using CsCheck;

namespace AiGateway.Core.Tests.Catalog;

public sealed class ModelIndexTests
{
    private static ModelIndex<string> Index(params string[] names) => new(names.Select(name => KeyValuePair.Create(name, name)));

    private static (string Value, string Star)? Find(ModelIndex<string> index, string name) =>
        index.TryFind(name, out var match) ? (match.Value, match.Star(name).ToString()) : null;

    [Fact]
    public void An_exact_name_comes_before_every_pattern() =>
        Assert.Equal(("openai/gpt-4o", ""), Find(Index("openai/*", "openai/gpt-4o", "*"), "openai/gpt-4o"));

    [Fact]
    public void The_longest_pattern_wins_and_says_what_its_star_stood_for()
    {
        var index = Index("*", "openai/*", "openai/gpt-*");

        Assert.Equal(("openai/gpt-*", "4o"), Find(index, "openai/gpt-4o"));
        Assert.Equal(("openai/*", "o3"), Find(index, "openai/o3"));
        Assert.Equal(("*", "other"), Find(index, "other"));
    }

    [Fact]
    public void A_star_may_stand_for_nothing() => Assert.Equal(("gpt*", ""), Find(Index("gpt*"), "gpt"));

    [Theory]
    [InlineData("gp")]
    [InlineData("GPT-4o")]
    [InlineData("")]
    public void A_name_that_fits_nothing_is_not_found(string name) => Assert.Null(Find(Index("gpt-*", "gpt"), name));

    [Fact]
    public void An_empty_index_finds_nothing() => Assert.Null(Find(Index(), "gpt"));

    [Fact]
    public void Expressions_come_after_all_patterns_in_their_order()
    {
        string[] names = ["~.*-mini", "~(?:oa/)?(gpt-.*)", "oa/gpt-4*", "oa/gpt-4o-mini"];
        var index = new ModelIndex<string>(names.Select(name => KeyValuePair.Create(name, name)), expressions: true);

        Assert.Equal(("oa/gpt-4o-mini", ""), Find(index, "oa/gpt-4o-mini"));
        Assert.Equal(("oa/gpt-4*", "-mini"), Find(index, "oa/gpt-4-mini"));
        Assert.Equal(("~.*-mini", "oa/gpt-5-mini"), Find(index, "oa/gpt-5-mini"));
        Assert.Equal(("~(?:oa/)?(gpt-.*)", "gpt-5"), Find(index, "oa/gpt-5"));
        Assert.Null(Find(index, "oa/o3"));
    }

    [Fact]
    public void Where_nobody_asked_for_expressions_a_tilde_is_a_character() => Assert.Equal(("~.*", ""), Find(Index("~.*"), "~."));

    [Fact]
    public void A_look_up_allocates_nothing()
    {
        var index = Index("a", "openai/*", "*");
        Find(index, "warm");
        var before = GC.GetAllocatedBytesForCurrentThread();

        var found = index.TryFind("openai/gpt-4o", out var match) && match.Star("openai/gpt-4o").Length == 6;

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.True(found);
    }

    [Fact]
    public void It_agrees_with_a_search_through_all_names()
    {
        var name = Gen.Char["ab/"].Array[0, 5].Select(chars => new string(chars));
        var entry = Gen.Select(name, Gen.Bool, (text, star) => star ? text + "*" : text);

        Gen.Select(entry.Array[0, 12], name).Sample((entries, asked) =>
        {
            var names = entries.Where(e => e.Length > 0).Distinct().ToArray();
            var expected = names.Where(n => n == asked).Concat(
                    names.Where(n => n.EndsWith('*') && asked.StartsWith(n[..^1], StringComparison.Ordinal)).OrderByDescending(n => n.Length))
                .FirstOrDefault();

            var found = Find(Index(names), asked);

            return found?.Value == expected
                && (found is null || found.Value.Value.TrimEnd('*') + found.Value.Star == asked);
        });
    }
}
