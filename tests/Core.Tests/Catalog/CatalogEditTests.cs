using AiGateway.Core.Catalog;

namespace AiGateway.Core.Tests.Catalog;

public sealed class CatalogEditTests
{
    private static readonly CatalogDocument Two = Sample.Catalog()
        .With(Sample.Provider("q")).With(Sample.Model("n")).With(Sample.Consumer("d"));

    [Fact]
    public void A_new_entity_is_appended()
    {
        Assert.Equal(["p", "q"], Two.Providers.Select(p => p.Id));
        Assert.Equal(["m", "n"], Two.Models.Select(m => m.Id));
        Assert.Equal(["c", "d"], Two.Consumers.Select(c => c.Id));
    }

    [Fact]
    public void A_known_entity_is_replaced_where_it_stands()
    {
        var edited = Two
            .With(Sample.Provider("p") with { BaseUrl = "http://new/" })
            .With(Sample.Model("m") with { Timeouts = new TimeoutSpec() })
            .With(Sample.Consumer("c") with { Disabled = true });

        Assert.Equal(["p", "q"], edited.Providers.Select(p => p.Id));
        Assert.Equal("http://new/", edited.Providers[0].BaseUrl);
        Assert.NotNull(edited.Models[0].Timeouts);
        Assert.Equal([true, false], edited.Consumers.Select(c => c.Disabled));
    }

    [Fact]
    public void An_entity_is_taken_out()
    {
        var edited = Two.WithoutProvider("p").WithoutModel("m").WithoutConsumer("c");

        Assert.Equal("q", Assert.Single(edited.Providers).Id);
        Assert.Equal("n", Assert.Single(edited.Models).Id);
        Assert.Equal("d", Assert.Single(edited.Consumers).Id);
    }

    [Fact]
    public void Taking_out_what_is_not_there_gives_the_same_instance()
    {
        Assert.Same(Two, Two.WithoutProvider("x"));
        Assert.Same(Two, Two.WithoutModel("x"));
        Assert.Same(Two, Two.WithoutConsumer("x"));
        Assert.Same(Two, Two.WithoutKey("p", "x"));
    }

    [Fact]
    public void Keys_are_added_replaced_and_taken_out_inside_their_provider()
    {
        var added = Two.WithKey("q", Sample.Key("q-2"));
        var replaced = added.WithKey("q", Sample.Key("q-1") with { Disabled = true });
        var removed = replaced.WithoutKey("q", "q-2");

        Assert.Equal(["q-1", "q-2"], added.Providers[1].Keys.Select(k => k.Id));
        Assert.Equal([true, false], replaced.Providers[1].Keys.Select(k => k.Disabled));
        Assert.Equal("q-1", Assert.Single(removed.Providers[1].Keys).Id);
        Assert.Equal("p-1", Assert.Single(removed.Providers[0].Keys).Id);
    }

    [Fact]
    public void A_key_at_an_unknown_provider_is_refused()
    {
        Assert.Throws<KeyNotFoundException>(() => Two.WithKey("x", Sample.Key("k")));
        Assert.Throws<KeyNotFoundException>(() => Two.WithoutKey("x", "k"));
    }

    [Fact]
    public void The_document_it_started_from_is_not_touched()
    {
        Two.WithoutProvider("p").With(Sample.Model("new"));

        Assert.Equal(2, Two.Providers.Count);
        Assert.Equal(2, Two.Models.Count);
    }
}
