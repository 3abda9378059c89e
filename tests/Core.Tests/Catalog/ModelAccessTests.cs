using AiGateway.Core.Catalog;
using CsCheck;

namespace AiGateway.Core.Tests.Catalog;

public sealed class ModelAccessTests
{
    [Theory]
    [InlineData("*", "anything", true)]
    [InlineData("gpt-4o", "gpt-4o", true)]
    [InlineData("gpt-4o", "gpt-4o-mini", false)]
    [InlineData("openai/*", "openai/o3", true)]
    [InlineData("openai/*", "deepseek/chat", false)]
    public void A_list_allows_what_one_of_its_entries_matches(string entry, string model, bool allowed) =>
        Assert.Equal(allowed, new ModelAccess(["unrelated", entry]).Allows(model));

    [Fact]
    public void An_empty_list_allows_nothing() => Assert.False(new ModelAccess([]).Allows("gpt-4o"));

    [Fact]
    public void An_entry_listed_twice_does_no_harm() => Assert.True(new ModelAccess(["a*", "a*"]).Allows("ab"));

    [Fact]
    public void It_agrees_with_trying_every_pattern()
    {
        var text = Gen.Char["ab*"].Array[1, 4].Select(chars => new string(chars).TrimEnd('*') + (chars[0] == '*' ? "*" : ""));

        Gen.Select(text.Array[0, 8], text).Sample((patterns, name) =>
            new ModelAccess(patterns).Allows(name) == patterns.Any(p => new NamePattern(p).Matches(name)));
    }
}
