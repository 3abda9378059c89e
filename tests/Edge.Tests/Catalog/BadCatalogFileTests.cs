using AiGateway.Edge.Catalog;
using CsCheck;

namespace AiGateway.Edge.Tests.Catalog;

public sealed class BadCatalogFileTests
{
    [Theory]
    [MemberData(nameof(BadCatalogs.OneProblem), MemberType = typeof(BadCatalogs))]
    public void A_mistake_is_reported_once_with_its_line_and_what_to_do(int line, string path, string fragment, string yaml)
    {
        var result = Files.Parse(yaml);

        Assert.Null(result.Document);
        var problem = Assert.Single(result.Problems);
        Assert.Equal(line, problem.Line);
        Assert.Equal(path, problem.Path);
        Assert.Contains(fragment, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_mistakes_are_reported_in_the_order_of_their_lines()
    {
        var result = Files.Parse("""
            consumers:
              - id: c
                limits: { concurent: 5 }
                keys: [ { secret: ${NOT_SET} } ]
            models:
              - id: m
                targets: [ { provider: nowhere, model: x } ]
            providers:
              - id: p
                keys:
                  - id: k
                    weight: many
                    weight: 2
            extra: true
            """);

        Assert.Equal(
            [
                (3, "consumers[0].limits.concurent"),
                (4, "consumers[0].keys[0].secret"),
                (7, "models[0].targets[0].provider"),
                (9, "providers[0].baseUrl"),
                (11, "providers[0].keys[0].secret"),
                (12, "providers[0].keys[0].weight"),
                (13, "providers[0].keys[0].weight"),
                (14, "extra"),
            ],
            result.Problems.Select(p => (p.Line, p.Path)));
    }

    [Fact]
    public void The_column_is_that_of_the_faulty_value() =>
        Assert.Equal(
            (1, 41), Files.Parse("providers: [ { id: p, kind: demo, keys: nothing } ]").Problems.Select(p => (p.Line, p.Column)).Single());

    [Fact]
    public void A_broken_entry_does_not_shift_the_lines_of_those_behind_it()
    {
        var result = Files.Parse("""
            providers:
              - just text
              - id: p
                baseUrl: nonsense
            """);

        Assert.Equal([(2, "providers[0]"), (4, "providers[1].baseUrl")], result.Problems.Select(p => (p.Line, p.Path)));
    }

    [Fact]
    public void A_file_larger_than_a_mebibyte_is_refused() =>
        Assert.Contains("1 MiB", Assert.Single(Files.Parse("# " + new string('é', 1 << 19)).Problems).Message, StringComparison.Ordinal);

    [Fact]
    public void A_file_of_nonsense_is_a_hundred_problems_and_not_ten_thousand() =>
        Assert.Equal(100, Files.Parse(string.Concat(Enumerable.Range(0, 10_000).Select(i => $"field-{i}: x\n"))).Problems.Count);

    [Fact]
    public void A_tree_deeper_than_any_catalog_is_refused_before_it_is_built() =>
        Assert.Contains(
            "nested more than",
            Assert.Single(Files.Parse("providers: " + new string('[', 100_000)).Problems).Message,
            StringComparison.Ordinal);

    [Fact]
    public void A_bomb_of_aliases_is_refused_at_its_first_anchor()
    {
        var bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + string.Concat("bcdefghi".Select(c => $"{c}: &{c} [{string.Join(',', Enumerable.Repeat("*" + (char)(c - 1), 9))}]\n"));

        var problem = Assert.Single(Files.Parse(bomb).Problems);

        Assert.Equal(1, problem.Line);
        Assert.Contains("anchors are not supported", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_problem_repeats_a_secret_from_the_file_the_environment_or_a_file()
    {
        const string Yaml = """
            providers:
              - id: ${CANARY} x
                kind: ${CANARY}
                baseUrl: https://u:${CANARY}@host/
                keys: [ { id: "sk CANARY", secret: "${file:/canary}", weight: "${CANARY}", disabled: sk-CANARY, limits: ${CANARY} } ]
            models: [ { id: "sk CANARY", targets: [ { provider: "sk CANARY", model: "${CANARY} x" } ] } ]
            consumers: [ { id: "sk CANARY", keys: [ { secret: "CANARY\n" }, "sk-CANARY" ], models: [ "sk CANARY" ] } ]
            """;

        var problems = CatalogFile.Parse(Yaml, _ => "sk-CANARY", _ => "sk-CANARY\nsk-CANARY").Problems;

        Assert.Equal(15, problems.Count);
        Assert.DoesNotContain(problems, p => p.ToString().Contains("CANARY", StringComparison.Ordinal));
    }

    [Fact]
    public void Arbitrary_text_never_makes_it_throw() => Gen.String.Sample(ParsesOrSaysWhy);

    [Fact]
    public void Arbitrary_pieces_of_yaml_never_make_it_throw()
    {
        string[] pieces =
        [
            "providers:", "models:", "consumers:", "id:", "keys:", "secret:", "limits:", " ", "  ", "\n", "\n  ", "\n- ", "- ", "[", "]",
            "{", "}", ",", ": ", "&a ", "*a", "!!str ", "|", ">", "'", "\"", "\\", "\\U99999999", "${", "}", "$", "x", "1", "~", "---\n",
            "...", "%", "@", "?", "#", "\t", "\uFDD0", "\uD800", "\u0085",
        ];

        Gen.Int[0, pieces.Length - 1].Array[0, 40].Select(picks => string.Concat(picks.Select(i => pieces[i]))).Sample(ParsesOrSaysWhy);
    }

    [Fact]
    public void A_good_file_with_any_stretch_cut_out_never_makes_it_throw()
    {
        const string Good = """
            providers: [ { id: p, baseUrl: "http://p/", keys: [ { id: k, secret: ${WEIGHT}, limits: { concurrent: 3 } } ] } ]
            models:
              - id: m
                targets:
                  - { provider: p, model: x }
            consumers: [ { id: c, keys: [ { secret: '${TEAM_A_KEY}' } ], models: [ "*" ] } ]
            """;

        Gen.Select(Gen.Int[0, Good.Length], Gen.Int[0, Good.Length])
            .Sample((a, b) => ParsesOrSaysWhy(Good[..Math.Min(a, b)] + Good[Math.Max(a, b)..]));
    }

    private static bool ParsesOrSaysWhy(string text)
    {
        var result = Files.Parse(text);
        return result.Document is null
            ? result.Problems.Count > 0 && result.Problems.All(p => p is { Line: > 0, Column: > 0, Message.Length: > 0 })
            : result.Problems.Count == 0;
    }
}
