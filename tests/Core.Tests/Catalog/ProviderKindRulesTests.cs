using AiGateway.Core.Catalog;

namespace AiGateway.Core.Tests.Catalog;

public sealed class ProviderKindRulesTests
{
    /// <summary>A service account as it is handed out.</summary>
    private static readonly KeySpec File = new() { Id = "k", Secret = Secret.Plain("{\n  \"type\": \"service_account\"\r\n}\n") };

    private static ProviderSpec Of(ProviderKind kind) => new() { Id = "p", Kind = kind };

    private static CatalogDocument With(ProviderSpec provider) => new() { Providers = [provider] };

    public static TheoryData<ProviderSpec> Whole() =>
    [
        Of(ProviderKind.Anthropic),
        Of(ProviderKind.Anthropic) with { BaseUrl = "https://proxy.example" },
        Of(ProviderKind.Gemini),
        Of(ProviderKind.Gemini) with { Serves = [ProviderOperation.Embeddings] },
        Of(ProviderKind.Bedrock) with { Region = "us-east-1" },
        Of(ProviderKind.Vertex) with { Region = "global", Project = "my-project-1" },
        Of(ProviderKind.Vertex) with { Region = "global", Project = "my-project-1", Keys = [File] },
        new ProviderSpec { Id = "p", Preset = "vertex", Region = "global", Project = "my-project-1", Keys = [File] },
        Of(ProviderKind.Vertex) with { Region = "europe-west4", Project = "example.com:my-project" },
        Of(ProviderKind.Azure) with { BaseUrl = "https://r.openai.azure.com" },
        Of(ProviderKind.Azure) with { BaseUrl = "https://r.openai.azure.com", ApiVersion = "2024-10-21" },
        new ProviderSpec { Id = "p", Preset = "deepseek" },
        new ProviderSpec { Id = "p", Preset = "anthropic", Kind = ProviderKind.Anthropic },
        new ProviderSpec { Id = "p", Preset = "bedrock-openai", Region = "us-west-2" },
        new ProviderSpec { Id = "p", Preset = "bedrock-openai", BaseUrl = "http://localhost:1/v1" },
        new ProviderSpec { Id = "p", Preset = "openai", Objects = ObjectAccess.Own, UnknownFields = UnknownFieldHandling.Refuse },
    ];

    public static TheoryData<ProviderSpec, string, string> Broken() => new()
    {
        { Of(ProviderKind.Azure), "baseUrl", "https://my-resource.openai.azure.com" },
        { new ProviderSpec { Id = "p", Preset = "azure" }, "baseUrl", "is missing" },
        { Of(ProviderKind.Anthropic) with { BaseUrl = "api.anthropic.com" }, "baseUrl", "absolute address" },
        { Of(ProviderKind.Anthropic) with { Region = "us-east-1" }, "region", "leave it out" },
        { Of(ProviderKind.Anthropic) with { Project = "p" }, "project", "leave it out" },
        { Of(ProviderKind.Anthropic) with { ApiVersion = "2023-06-01" }, "apiVersion", "only for kind azure" },
        { Of(ProviderKind.Anthropic) with { Objects = ObjectAccess.Own }, "objects", "must be off" },
        { Of(ProviderKind.Anthropic) with { Serves = [ProviderOperation.Embeddings] }, "serves[0]", "no provider of kind anthropic serves" },
        { Of(ProviderKind.Bedrock), "region", "such as us-east-1" },
        { Of(ProviderKind.Bedrock) with { Region = "" }, "region", "is missing" },
        { Of(ProviderKind.Bedrock) with { Region = "us-east-1.evil.example/" }, "region", "1–64 characters of a-z" },
        { Of(ProviderKind.Bedrock) with { Region = "-east" }, "region", "start with a letter or digit" },
        { Of(ProviderKind.Vertex) with { Project = "p" }, "region", "us-central1 or global" },
        { Of(ProviderKind.Vertex) with { Region = "global" }, "project", "is missing" },
        { Of(ProviderKind.Vertex) with { Region = "global", Project = "../../other" }, "project", "1–64 characters of a-z" },
        { Of(ProviderKind.Azure) with { BaseUrl = "https://r/", ApiVersion = "2024&x=1" }, "apiVersion", "such as 2024-10-21" },
        { Of(ProviderKind.Azure) with { BaseUrl = "https://r/", ApiVersion = "" }, "apiVersion", "such as 2024-10-21" },
        { new ProviderSpec { Id = "p", Preset = "bedrock-openai" }, "region", "is missing" },
        { new ProviderSpec { Id = "p", Preset = "deepsek" }, "preset", "did you mean 'deepseek'?" },
        { new ProviderSpec { Id = "p", Preset = "nobody-knows-this" }, "preset", "give kind and baseUrl" },
        { new ProviderSpec { Id = "p", Preset = "" }, "preset", "is not the name of any preset" },
        { new ProviderSpec { Id = "p", Preset = "deepseek", Kind = ProviderKind.Anthropic }, "kind", "is openai; leave one of the two out" },
        { Of(ProviderKind.Anthropic) with { Keys = [File] }, "keys[0].secret", "holds a line break" },
        { Of(ProviderKind.OpenAi) with { BaseUrl = "https://r/", Serves = [] }, "serves", "is empty" },
        { Of(ProviderKind.OpenAi) with { BaseUrl = "https://r/", Serves = [(ProviderOperation)77] }, "serves[0]", "must be one of chat" },
        { Of(ProviderKind.OpenAi) with { BaseUrl = "https://r/", Serves = [ProviderOperation.Chat, ProviderOperation.Chat] }, "serves[1]", "a second time" },
        { Of(ProviderKind.OpenAi) with { BaseUrl = "https://r/", UnknownFields = (UnknownFieldHandling)5 }, "unknownFields", "drop, refuse" },
    };

    [Theory]
    [MemberData(nameof(Whole))]
    public void What_a_kind_or_a_preset_gives_need_not_be_written(ProviderSpec provider) => Problems.AssertNone(With(provider));

    [Theory]
    [MemberData(nameof(Broken))]
    public void What_is_missing_or_belongs_to_another_kind_is_refused(ProviderSpec provider, string field, string fragment) =>
        Problems.AssertOne(With(provider), $"providers[0].{field}", fragment);

    [Fact]
    public void A_preset_nobody_knows_is_not_repeated_when_it_may_be_a_secret() => Assert.DoesNotContain(
        "CANARY", CatalogValidator.Validate(With(new ProviderSpec { Id = "p", Preset = "sk-CANARY secret" }))[0].Message, StringComparison.Ordinal);

    [Fact]
    public void All_of_it_survives_the_round_trip_as_json()
    {
        var provider = new ProviderSpec
        {
            Id = "p", Preset = "vertex", Region = "global", Project = "q", Serves = [ProviderOperation.Chat], UnknownFields = UnknownFieldHandling.Refuse,
        };

        var json = CatalogJson.Write(provider);

        Assert.Equal(
            """{"id":"p","preset":"vertex","region":"global","project":"q","serves":["chat"],"directModels":false,"unknownFields":"refuse","affinity":"on","objects":"off","keys":[]}""", json);
        Assert.Equal(json, CatalogJson.Write(CatalogJson.Read<ProviderSpec>(json)));
    }
}
