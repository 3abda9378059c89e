using AiGateway.Core.Catalog;

namespace AiGateway.Core.Tests.Catalog;

public sealed class NameExpressionTests
{
    private static string? Star(string id, string name)
    {
        Assert.True(NameExpression.TryCreate(id, out var expression, out _));
        return expression.TryMatch(name, out var start, out var length) ? name.Substring(start, length) : null;
    }

    [Theory]
    [InlineData("~gpt-4.*", "gpt-4o", "gpt-4o")]
    [InlineData("~gpt-4.*", "my-gpt-4o", null)]
    [InlineData("~gpt-4", "gpt-4o", null)]
    [InlineData("~^gpt-4.*$", "gpt-4", "gpt-4")]
    [InlineData("~a|b", "ab", null)]
    [InlineData("~a|b", "b", "b")]
    [InlineData("~(?:openai|oa)/(.+)", "oa/gpt-4o", "gpt-4o")]
    [InlineData("~(?:x/)?(.+)-latest", "claude-latest", "claude")]
    [InlineData("~(a)?b", "b", "")]
    [InlineData("~(?i)GPT-.*", "gpt-4o", "gpt-4o")]
    [InlineData("~.*", "a\nb", null)]
    public void It_fits_the_whole_name_and_its_first_group_is_the_star(string id, string name, string? star) => Assert.Equal(star, Star(id, name));

    [Theory]
    [InlineData("~a)(b", "character 3")]
    [InlineData("~[a", "no regular expression")]
    [InlineData("~(?=a)a", "write a simpler one")]
    [InlineData("~(a)\\1", "write a simpler one")]
    [InlineData("~((a{900}){900}){900}", "write a simpler one")]
    [InlineData("~(?x)a #b", "no regular expression")]
    public void What_is_none_or_costs_too_much_is_refused(string id, string fragment)
    {
        Assert.False(NameExpression.TryCreate(id, out _, out var fault));
        Assert.Contains(fragment, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_longer_than_any_in_a_catalog_fits_nothing()
    {
        Assert.NotNull(Star("~a*", new string('a', CatalogBounds.ModelNameLength)));
        Assert.Null(Star("~a*", new string('a', CatalogBounds.ModelNameLength + 1)));
    }
}
