using AiGateway.Core.Catalog;

namespace AiGateway.Core.Tests.Catalog;

public sealed class DirectModelsTests
{
    private static readonly DirectModels Direct = new([Sample.Provider("deepseek") with { DirectModels = true }, Sample.Provider("closed")]);

    [Theory]
    [InlineData("deepseek/deepseek-chat", "deepseek-chat")]
    [InlineData("deepseek/org/model:free", "org/model:free")]
    public void A_provider_that_allows_it_is_reached_by_its_id_and_its_own_name(string name, string model)
    {
        Assert.True(Direct.TryFind(name, out var provider, out var found));
        Assert.Equal(("deepseek", model), (provider, found));
    }

    [Theory]
    [InlineData("closed/model")]
    [InlineData("nobody/model")]
    [InlineData("Deepseek/model")]
    [InlineData("deepseek")]
    [InlineData("deepseek/")]
    [InlineData("/deepseek/model")]
    [InlineData("deepseek/a b")]
    [InlineData("deepseek/a*")]
    [InlineData("deepseek/\n")]
    [InlineData("")]
    public void Nobody_else_is_and_by_no_other_name(string name) => Assert.False(Direct.TryFind(name, out _, out _));

    [Fact]
    public void Nor_by_an_endless_one() => Assert.False(Direct.TryFind("deepseek/" + new string('a', CatalogBounds.ModelNameLength + 1), out _, out _));
}
