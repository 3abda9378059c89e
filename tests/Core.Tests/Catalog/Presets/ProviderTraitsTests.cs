using AiGateway.Core.Catalog;
using AiGateway.Core.Catalog.Presets;

namespace AiGateway.Core.Tests.Catalog.Presets;

public sealed class ProviderTraitsTests
{
    [Theory]
    [InlineData(ProviderKind.Anthropic, null, "https://api.anthropic.com")]
    [InlineData(ProviderKind.Gemini, null, "https://generativelanguage.googleapis.com")]
    [InlineData(ProviderKind.Bedrock, "eu-west-1", "https://bedrock-runtime.eu-west-1.amazonaws.com")]
    [InlineData(ProviderKind.Vertex, "us-central1", "https://us-central1-aiplatform.googleapis.com")]
    [InlineData(ProviderKind.Vertex, "global", "https://aiplatform.googleapis.com")]
    [InlineData(ProviderKind.Demo, null, "")]
    public void A_kind_knows_its_address(ProviderKind kind, string? region, string address) =>
        Assert.Equal(address, ProviderTraits.Of(new ProviderSpec { Id = "p", Kind = kind, Region = region, Project = "q" }).BaseUrl);

    [Fact]
    public void What_the_operator_wrote_goes_before_the_preset_and_that_before_the_kind()
    {
        var preset = ProviderTraits.Of(new ProviderSpec { Id = "p", Preset = "gemini-openai" });
        var written = ProviderTraits.Of(new ProviderSpec { Id = "p", Preset = "gemini-openai", BaseUrl = "http://here/v1/", Serves = [ProviderOperation.Audio] });
        var kind = ProviderTraits.Of(new ProviderSpec { Id = "p", BaseUrl = "http://here" });

        Assert.Equal((ProviderKind.OpenAi, "https://generativelanguage.googleapis.com/v1beta/openai"), (preset.Kind, preset.BaseUrl));
        Assert.Equal([ProviderOperation.Chat, ProviderOperation.Embeddings, ProviderOperation.Images], preset.Serves.Order());
        Assert.Equal(("http://here/v1", ProviderOperation.Audio), (written.BaseUrl, Assert.Single(written.Serves)));
        Assert.Equal((ProviderKind.OpenAi, Enum.GetValues<ProviderOperation>().Length), (kind.Kind, kind.Serves.Count));
    }

    [Fact]
    public void A_preset_brings_its_kind_and_an_address_with_the_region_in_it()
    {
        Assert.Equal(ProviderKind.Anthropic, ProviderTraits.Of(new ProviderSpec { Id = "p", Preset = "anthropic" }).Kind);
        Assert.Equal(
            "https://bedrock-runtime.us-west-2.amazonaws.com/openai/v1",
            ProviderTraits.Of(new ProviderSpec { Id = "p", Preset = "bedrock-openai", Region = "us-west-2" }).BaseUrl);
    }
}
