using AiGateway.Core.Catalog;

namespace AiGateway.Core.Tests.Catalog;

public sealed class NamePatternTests
{
    [Theory]
    [InlineData("gpt-4o", "gpt-4o", true)]
    [InlineData("gpt-4o", "gpt-4o-mini", false)]
    [InlineData("gpt-4o", "GPT-4O", false)]
    [InlineData("gpt-*", "gpt-4o", true)]
    [InlineData("gpt-*", "gpt-", true)]
    [InlineData("gpt-*", "gpt", false)]
    [InlineData("*", "", true)]
    [InlineData("*", "anything/at:all", true)]
    public void It_matches_a_name_or_a_beginning(string pattern, string name, bool matches) =>
        Assert.Equal(matches, new NamePattern(pattern).Matches(name));

    [Theory]
    [InlineData("gpt-4o")]
    [InlineData("openai/*")]
    [InlineData("*")]
    public void It_is_written_as_it_was_read(string text) => Assert.Equal(text, new NamePattern(text).ToString());
}
