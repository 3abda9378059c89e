using AiGateway.Core.Catalog;
using AiGateway.Core.Catalog.History;

namespace AiGateway.Core.Tests.Catalog.History;

public sealed class CatalogDiffTests
{
    private static readonly string Digest = new('a', 64);

    private static readonly CatalogDocument Before = new()
    {
        Providers = [new ProviderSpec { Id = "p", BaseUrl = "https://p.example/v1", Keys = [Key("one", "first"), Key("two", "second")] }],
        Models = [Sample.Model("m") with { Aliases = ["a"] }],
        Consumers = [new ConsumerSpec { Id = "c", Models = ["*"], Keys = [new ConsumerKeySpec { Secret = Secret.Digest(Digest), Hint = "sk…a" }] }],
    };

    [Fact]
    public void What_is_the_same_has_no_differences() => Assert.Empty(Diff(Before, Before with { Models = [.. Before.Models] }));

    [Fact]
    public void Entities_that_came_and_went_are_told_with_all_that_they_have()
    {
        var changes = Diff(Before, Before.WithoutModel("m").With(Sample.Model("n")));

        Assert.Equal([("model/n", ChangeKind.Added), ("model/m", ChangeKind.Removed)], changes.Select(change => (change.Name, change.Change)));
        Assert.Contains("targets[0].provider: nothing → \"p\"", Lines(changes[0]));
        Assert.Contains("aliases: [\"a\"] → nothing", Lines(changes[1]));
        Assert.DoesNotContain(changes.SelectMany(change => change.Members), member => member.Path == "id");
    }

    [Fact]
    public void Members_are_told_by_their_paths_with_both_values()
    {
        var after = Before.With(Sample.Model("m") with { Aliases = ["a", "b"], Targets = [Sample.Target(weight: 3)], Limits = new LimitSpec { RequestsPerMinute = 60 } });

        Assert.Equal(
            ["aliases: [\"a\"] → [\"a\",\"b\"]", "targets[0].weight: 1 → 3", "limits.requestsPerMinute: nothing → 60"],
            Lines(Assert.Single(Diff(Before, after))));
    }

    [Fact]
    public void A_key_is_known_by_its_id_wherever_it_stands()
    {
        var after = Before.With(Before.Providers[0] with { Keys = [Key("three", "third"), Key("two", "second") with { Weight = 5 }] });

        var lines = Lines(Assert.Single(Diff(Before, after)));

        Assert.Contains("keys[two].weight: 1 → 5", lines);
        Assert.Contains("keys[three].id: nothing → \"three\"", lines);
        Assert.Contains("keys[one].id: \"one\" → nothing", lines);
        Assert.DoesNotContain(lines, line => line.StartsWith("keys[two].id", StringComparison.Ordinal));
    }

    [Fact]
    public void Another_order_is_a_difference_of_the_list() =>
        Assert.Equal(["keys: [\"one\",\"two\"] → [\"two\",\"one\"]"], Lines(Assert.Single(Diff(Before, Before.With(Before.Providers[0] with { Keys = [.. Before.Providers[0].Keys.Reverse()] })))));

    [Fact]
    public void A_secret_that_is_another_is_told_and_not_shown()
    {
        var changes = Diff(Before, Before.WithKey("p", Key("one", "rotated")));

        Assert.Equal(["keys[one].secret: \"[secret]\" → \"[secret]\""], Lines(Assert.Single(changes)));
    }

    [Fact]
    public void No_part_of_a_secret_is_in_any_difference()
    {
        var changes = Diff(CatalogDocument.Empty, Before).Concat(Diff(Before, CatalogDocument.Empty)).Concat(Diff(Before, Before.With(Before.Consumers[0] with
        {
            Keys = [new ConsumerKeySpec { Secret = Secret.Digest(new string('b', 64)) }],
        })));

        var text = string.Join('\n', changes.SelectMany(Lines));
        Assert.Contains("keys[aaaaaaaaaaaa].secret", text, StringComparison.Ordinal);
        foreach (var secret in new[] { "first", "second", Digest[..13], new string('b', 13) })
            Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_summary_names_some_and_counts_all()
    {
        var many = Enumerable.Range(0, 25).Aggregate(CatalogDocument.Empty, (document, i) => document.With(Sample.Model($"m{i:00}")));
        var summary = CatalogVersionSummary.Of(7, 1_000, CatalogDiff.Between(CatalogJson.Write(Before), CatalogJson.Write(many)));

        Assert.Equal((25, EntityNames.Most, "model/m00"), (summary.Added.Count, summary.Added.Names.Count, summary.Added.Names[0]));
        Assert.Equal(["provider/p", "model/m", "consumer/c"], summary.Removed.Names);
        Assert.Equal(0, summary.Changed.Count);
    }

    private static KeySpec Key(string id, string envelope) => new() { Id = id, Secret = Secret.Sealed(envelope) };

    private static IReadOnlyList<EntityChange> Diff(CatalogDocument before, CatalogDocument after) => CatalogDiff.Between(CatalogJson.Write(before), CatalogJson.Write(after));

    private static string[] Lines(EntityChange change) =>
        [.. change.Members.Select(member => $"{member.Path}: {member.Before?.ToJsonString() ?? "nothing"} → {member.After?.ToJsonString() ?? "nothing"}")];
}
