using AiGateway.Core.Catalog;
using AiGateway.Core.Catalog.Presets;
using AiGateway.Core.Health;

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

    [Fact]
    public void A_preset_says_what_a_provider_does_not_take()
    {
        var mistral = ProviderTraits.Of(new ProviderSpec { Id = "p", Preset = "mistral" });

        Assert.Empty(new[] { "user", "logit_bias", "store", "stream_options" }.Except(mistral.Drop));
        Assert.Equal(("random_seed", "max_tokens"), (mistral.Rename["seed"], mistral.Rename["max_completion_tokens"]));
        Assert.Equal(("max_tokens", false, false), (mistral.MaxTokensField, mistral.StreamUsage, mistral.TakesTopK));
    }

    [Fact]
    public void What_the_operator_says_of_a_member_goes_before_what_the_preset_says()
    {
        var traits = ProviderTraits.Of(new ProviderSpec
        {
            Id = "p", Preset = "mistral", Drop = ["seed", "n"], Rename = new Dictionary<string, string> { ["user"] = "end_user", ["max_completion_tokens"] = "limit" },
        });

        Assert.Empty(new[] { "seed", "n", "store" }.Except(traits.Drop));
        Assert.DoesNotContain("user", traits.Drop.AsEnumerable());
        Assert.Equal(["max_completion_tokens:limit", "user:end_user"], traits.Rename.Select(pair => $"{pair.Key}:{pair.Value}").Order());
    }

    [Fact]
    public void The_operators_words_on_errors_come_first()
    {
        var declared = new ErrorMeaningSpec { Status = 403, Means = FailureClass.KeyThrottled };
        var traits = ProviderTraits.Of(new ProviderSpec { Id = "p", Preset = "kimi-coding", Health = new HealthSpec { Errors = [declared] } });

        Assert.Equal([declared, KnownPresets.Find("kimi-coding")!.Errors[0]], traits.Errors);
    }

    [Fact]
    public void Paths_are_the_usual_ones_but_where_the_preset_knows_better()
    {
        var cohere = ProviderTraits.Of(new ProviderSpec { Id = "p", Preset = "cohere" });

        Assert.Equal(("/v2/rerank", "chat/completions"), (cohere.Paths[ProviderOperation.Rerank], cohere.Paths[ProviderOperation.Chat]));
        Assert.Equal("rerank", ProviderTraits.Of(new ProviderSpec { Id = "p", Preset = "jina" }).Paths[ProviderOperation.Rerank]);
        Assert.Empty(ProviderTraits.Of(new ProviderSpec { Id = "p", Kind = ProviderKind.Anthropic }).Paths);
    }

    [Fact]
    public void Nothing_is_known_of_a_provider_without_a_preset()
    {
        var traits = ProviderTraits.Of(new ProviderSpec { Id = "p", BaseUrl = "http://p" });

        Assert.Empty(traits.Drop);
        Assert.Empty(traits.Rename);
        Assert.Empty(traits.Errors);
        Assert.Equal((null, true, false, false), (traits.MaxTokensField, traits.StreamUsage, traits.TakesTopK, traits.Keyless));
        Assert.True(ProviderTraits.Of(new ProviderSpec { Id = "p", Preset = "ollama" }).Keyless);
    }
}
