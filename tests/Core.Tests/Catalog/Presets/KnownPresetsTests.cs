using AiGateway.Core.Catalog;
using AiGateway.Core.Catalog.Presets;

namespace AiGateway.Core.Tests.Catalog.Presets;

public sealed class KnownPresetsTests
{
    private static readonly string[] Promised =
    [
        "openai", "azure", "anthropic", "gemini", "gemini-openai", "vertex", "bedrock", "bedrock-openai", "deepseek", "dashscope", "dashscope-intl",
        "moonshot", "moonshot-intl", "zhipu", "zhipu-coding", "zai", "zai-coding", "mistral", "groq", "together", "openrouter", "xai", "doubao", "minimax",
        "minimax-intl", "siliconflow", "siliconflow-intl", "ollama", "vllm", "lmstudio", "llamacpp", "fireworks", "cerebras", "perplexity", "cohere",
        "nvidia", "deepinfra", "sambanova", "hyperbolic", "novita", "huggingface", "github-models", "baichuan", "stepfun", "hunyuan", "qianfan",
        "spark", "yi", "jina", "voyage", "litellm",
    ];

    public static TheoryData<string> Ids() => [.. KnownPresets.All.Select(preset => preset.Id)];

    [Fact]
    public void All_that_are_documented_are_there() => Assert.Empty(Promised.Except(KnownPresets.All.Select(preset => preset.Id)));

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_provider_that_names_it_and_what_its_kind_needs_is_valid(string id)
    {
        var preset = KnownPresets.Find(id)!;
        var provider = new ProviderSpec
        {
            Id = "p",
            Preset = id,
            BaseUrl = preset.Kind == ProviderKind.Azure ? "https://r.openai.azure.com" : null,
            Region = preset.Kind is ProviderKind.Vertex or ProviderKind.Bedrock || preset.BaseUrl?.Contains("{region}", StringComparison.Ordinal) == true ? "us-east-1" : null,
            Project = preset.Kind == ProviderKind.Vertex ? "my-project" : null,
        };

        Problems.AssertNone(new CatalogDocument { Providers = [provider] });
        var traits = ProviderTraits.Of(provider);
        Assert.True(Uri.TryCreate(traits.BaseUrl, UriKind.Absolute, out _));
        Assert.DoesNotContain('{', traits.BaseUrl);
        Assert.NotEmpty(traits.Serves);
        Assert.False(traits.BaseUrl.EndsWith('/'));
    }

    [Fact]
    public void Only_servers_of_ones_own_go_without_a_key() => Assert.All(
        KnownPresets.All.Where(preset => preset.Keyless), preset => Assert.StartsWith("http://localhost:", preset.BaseUrl, StringComparison.Ordinal));

    [Fact]
    public void What_is_sent_to_providers_travels_encrypted() => Assert.All(
        KnownPresets.All.Where(preset => preset.BaseUrl?.StartsWith("http://localhost:", StringComparison.Ordinal) == false),
        preset => Assert.StartsWith("https://", preset.BaseUrl, StringComparison.Ordinal));

    [Fact]
    public void Nobody_is_found_by_no_name_and_by_an_unknown_one()
    {
        Assert.Null(KnownPresets.Find(null));
        Assert.Null(KnownPresets.Find("Groq"));
        Assert.Equal("Groq", KnownPresets.Find("groq")!.Name);
    }
}
