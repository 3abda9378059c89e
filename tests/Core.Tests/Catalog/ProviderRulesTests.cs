using AiGateway.Core.Catalog;

namespace AiGateway.Core.Tests.Catalog;

public sealed class ProviderRulesTests
{
    private static CatalogDocument With(ProviderSpec provider) => new() { Providers = [provider] };

    [Theory]
    [InlineData("a")]
    [InlineData("OpenAI")]
    [InlineData("team.a_b-9")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123")]
    public void An_id_of_the_right_form_passes(string id) => Problems.AssertNone(With(Sample.Provider("p") with { Id = id }));

    [Theory]
    [InlineData("", "is missing")]
    [InlineData(".hidden", "start with a letter or digit")]
    [InlineData("..", "start with a letter or digit")]
    [InlineData("a b", "1–64 characters")]
    [InlineData("a/b", "1–64 characters")]
    [InlineData("a*", "1–64 characters")]
    [InlineData("café", "1–64 characters")]
    [InlineData("line\nbreak", "1–64 characters")]
    [InlineData("01234567890123456789012345678901234567890123456789012345678901234", "1–64 characters")]
    public void An_id_of_the_wrong_form_is_refused(string id, string fragment) =>
        Problems.AssertOne(With(Sample.Provider("p") with { Id = id }), "providers[0].id", fragment);

    [Fact]
    public void A_badly_formed_id_is_not_repeated_because_it_may_be_a_secret_in_the_wrong_place()
    {
        var provider = Sample.Provider("p") with { Id = "sk-CANARY secret" };

        var problems = CatalogValidator.Validate(new CatalogDocument { Providers = [provider, provider with { Keys = [] }] });

        Assert.Equal(3, problems.Count);
        Assert.DoesNotContain(problems, p => p.Message.Contains("CANARY", StringComparison.Ordinal));
    }

    [Fact]
    public void Only_a_provider_that_has_files_may_keep_them()
    {
        Problems.AssertNone(With(Sample.Provider("p") with { Objects = ObjectAccess.Any }));
        Problems.AssertOne(With(Sample.Provider("p") with { Objects = (ObjectAccess)7 }), "providers[0].objects", "off, own, any");
        Problems.AssertOne(With(new ProviderSpec { Id = "p", Kind = ProviderKind.Demo, Objects = ObjectAccess.Own }), "providers[0].objects", "must be off");
    }

    [Fact]
    public void Two_providers_of_one_id_are_refused() =>
        Problems.AssertOne(
            new CatalogDocument { Providers = [Sample.Provider("p"), Sample.Provider("p") with { Keys = [] }] },
            "providers[1].id",
            "another provider 'p'");

    [Fact]
    public void Ids_that_differ_in_case_are_different() =>
        Problems.AssertNone(new CatalogDocument { Providers = [Sample.Provider("p"), Sample.Provider("P")] });

    [Theory]
    [InlineData("https://api.openai.com/v1")]
    [InlineData("http://127.0.0.1:11434/v1/")]
    [InlineData("http://[::1]:8000")]
    [InlineData("https://host/path@with/at")]
    public void A_plain_web_address_passes(string url) => Problems.AssertNone(With(Sample.Provider("p") with { BaseUrl = url }));

    [Theory]
    [InlineData(null, "is missing")]
    [InlineData("", "is missing")]
    [InlineData("api.openai.com/v1", "absolute address")]
    [InlineData("/v1", "must")]
    [InlineData("ftp://host/", "https:// or http://")]
    [InlineData("file:///etc/passwd", "must")]
    [InlineData("https://user:pw@host/v1", "user name or password")]
    [InlineData("https://user@host/v1", "user name or password")]
    [InlineData("https://host/v1?key=1", "query")]
    [InlineData("https://host/v1?", "query")]
    [InlineData("https://host/v1#here", "fragment")]
    [InlineData("https://host/v 1", "spaces")]
    [InlineData("https://host/v1\r\nx: y", "visible ASCII")]
    [InlineData("https://", "absolute address")]
    public void Any_other_address_is_refused(string? url, string fragment) =>
        Problems.AssertOne(With(Sample.Provider("p") with { BaseUrl = url }), "providers[0].baseUrl", fragment);

    [Fact]
    public void A_password_in_an_address_is_not_repeated() =>
        Assert.DoesNotContain(
            "hunter2",
            CatalogValidator.Validate(With(Sample.Provider("p") with { BaseUrl = "https://me:hunter2@host/" }))[0].Message,
            StringComparison.Ordinal);

    [Fact]
    public void An_endless_address_is_refused() =>
        Problems.AssertOne(
            With(Sample.Provider("p") with { BaseUrl = "https://host/" + new string('a', CatalogBounds.BaseUrlLength) }),
            "providers[0].baseUrl",
            "longer than");

    [Fact]
    public void The_demo_provider_needs_neither_address_nor_key() =>
        Problems.AssertNone(With(new ProviderSpec { Id = "demo", Kind = ProviderKind.Demo }));

    [Fact]
    public void A_kind_that_does_not_exist_is_refused() =>
        Problems.AssertOne(With(Sample.Provider("p") with { Kind = (ProviderKind)99 }), "providers[0].kind", "openai, demo");

    [Fact]
    public void Kinds_are_known_by_the_names_they_have_in_json()
    {
        Assert.True(EnumNames.TryParse<ProviderKind>("openai", out var kind));
        Assert.Equal(ProviderKind.OpenAi, kind);
        Assert.False(EnumNames.TryParse<ProviderKind>("OpenAi", out _));
        Assert.Equal(Enum.GetValues<ProviderKind>().Length, EnumNames.All<ProviderKind>().Count);
    }
}
