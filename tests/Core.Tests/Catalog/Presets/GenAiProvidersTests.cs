using AiGateway.Core.Catalog;
using AiGateway.Core.Catalog.Presets;

namespace AiGateway.Core.Tests.Catalog.Presets;

public sealed class GenAiProvidersTests
{
    [Theory]
    [InlineData("openai", "openai")]
    [InlineData("azure", "azure.ai.openai")]
    [InlineData("anthropic", "anthropic")]
    [InlineData("bedrock", "aws.bedrock")]
    [InlineData("bedrock-openai", "aws.bedrock")]
    [InlineData("cohere", "cohere")]
    [InlineData("deepseek", "deepseek")]
    [InlineData("deepseek-anthropic", "deepseek")]
    [InlineData("gemini", "gcp.gemini")]
    [InlineData("gemini-openai", "gcp.gemini")]
    [InlineData("vertex", "gcp.vertex_ai")]
    [InlineData("groq", "groq")]
    [InlineData("mistral", "mistral_ai")]
    [InlineData("perplexity", "perplexity")]
    [InlineData("xai", "x_ai")]
    [InlineData("zai-anthropic", "mine")]
    [InlineData("ollama", "mine")]
    public void A_preset_the_conventions_know_has_their_name_and_another_its_id(string preset, string name)
    {
        Assert.NotNull(KnownPresets.Find(preset));
        Assert.Equal(name, GenAiProviders.NameOf(new ProviderSpec { Id = "mine", Preset = preset }));
    }

    [Theory]
    [InlineData(ProviderKind.Anthropic, null, "anthropic")]
    [InlineData(ProviderKind.Azure, null, "azure.ai.openai")]
    [InlineData(ProviderKind.Bedrock, null, "aws.bedrock")]
    [InlineData(ProviderKind.Gemini, null, "gcp.gemini")]
    [InlineData(ProviderKind.Vertex, null, "gcp.vertex_ai")]
    [InlineData(ProviderKind.OpenAi, "https://api.openai.com/v1", "openai")]
    [InlineData(ProviderKind.OpenAi, "https://models.example.com/v1", "mine")]
    [InlineData(null, "https://API.openai.com/v1", "openai")]
    [InlineData(null, "https://api.openai.com.example.com/v1", "mine")]
    [InlineData(ProviderKind.Demo, null, "mine")]
    public void Without_a_preset_its_kind_decides_and_of_OpenAIs_kind_its_address(ProviderKind? kind, string? address, string name) =>
        Assert.Equal(name, GenAiProviders.NameOf(new ProviderSpec { Id = "mine", Kind = kind, BaseUrl = address! }));
}
