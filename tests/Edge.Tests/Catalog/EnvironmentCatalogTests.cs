using AiGateway.Core.Catalog;
using AiGateway.Edge.Catalog;

namespace AiGateway.Edge.Tests.Catalog;

public sealed class EnvironmentCatalogTests
{
    private static CatalogDocument Build(params (string Name, string Value)[] variables)
    {
        var catalog = EnvironmentCatalog.Build(variables.ToDictionary(v => v.Name, v => v.Value).GetValueOrDefault);
        Assert.Empty(CatalogValidator.Validate(catalog));
        return catalog;
    }

    [Fact]
    public void Without_any_key_there_is_the_demo()
    {
        var catalog = Build();

        Assert.Equal(("demo", ProviderKind.Demo), (Assert.Single(catalog.Providers).Id, catalog.Providers[0].Kind));
        Assert.Equal("demo", Assert.Single(catalog.Models).Id);
        Assert.Equal(new TargetSpec { Provider = "demo", Model = "demo" }, Assert.Single(catalog.Models[0].Targets));
        Assert.Empty(catalog.Consumers);
    }

    [Theory]
    [InlineData("openai", "OPENAI_API_KEY", "https://api.openai.com/v1", "gpt-4o-mini")]
    [InlineData("deepseek", "DEEPSEEK_API_KEY", "https://api.deepseek.com/v1", "deepseek-chat")]
    [InlineData("anthropic", "ANTHROPIC_API_KEY", "https://api.anthropic.com/v1", "claude-sonnet-4-5")]
    [InlineData("gemini", "GEMINI_API_KEY", "https://generativelanguage.googleapis.com/v1beta/openai", "gemini-2.5-flash")]
    [InlineData("dashscope", "DASHSCOPE_API_KEY", "https://dashscope.aliyuncs.com/compatible-mode/v1", "qwen-plus")]
    public void A_key_in_the_environment_configures_its_provider(string id, string variable, string baseUrl, string model)
    {
        var catalog = Build((variable, " sk-1\n"));

        Assert.Equal(["demo", id], catalog.Providers.Select(p => p.Id));
        Assert.Equal((ProviderKind.OpenAi, baseUrl), (catalog.Providers[1].Kind, catalog.Providers[1].BaseUrl));
        Assert.Equal("sk-1", Assert.Single(catalog.Providers[1].Keys).Secret!.Reveal());
        Assert.Equal(new TargetSpec { Provider = id, Model = model }, Assert.Single(catalog.Models.Single(m => m.Id == model).Targets));
        Assert.Equal(new TargetSpec { Provider = id, Model = "*" }, Assert.Single(catalog.Models.Single(m => m.Id == $"{id}/*").Targets));
    }

    [Fact]
    public void All_of_them_go_together() =>
        Assert.Equal(6, Build([.. EnvironmentProvider.All.Select(p => (p.KeyVariable, "sk-1"))]).Providers.Count);

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void A_blank_key_counts_as_none(string value) => Assert.Single(Build(("OPENAI_API_KEY", value)).Providers);

    [Fact]
    public void An_address_alone_configures_nothing() => Assert.Single(Build(("OPENAI_BASE_URL", "http://localhost:1234/v1")).Providers);

    [Theory]
    [InlineData("OPENAI", "http://localhost:1234/v1/", "http://localhost:1234/v1")]
    [InlineData("OPENAI", "http://localhost:1234", "http://localhost:1234")]
    [InlineData("OPENAI", " ", "https://api.openai.com/v1")]
    [InlineData("ANTHROPIC", "https://proxy.example", "https://proxy.example/v1")]
    [InlineData("ANTHROPIC", "https://proxy.example/v1/", "https://proxy.example/v1")]
    public void The_address_may_come_from_the_customary_variable(string variable, string value, string baseUrl) =>
        Assert.Equal(baseUrl, Build(($"{variable}_API_KEY", "sk-1"), ($"{variable}_BASE_URL", value)).Providers[1].BaseUrl);
}
