using AiGateway.Core.Money;
using AiGateway.Edge.Prices;
using CsCheck;

namespace AiGateway.Edge.Tests.Prices;

public sealed class PriceFileTests
{
    private const string Entry = "prices:\n- provider: p\n  model: m\n";

    [Fact]
    public void An_entry_says_what_a_million_tokens_cost_in_dollars()
    {
        var list = Read("""
            # per million tokens
            prices:
              - provider: openai
                model: gpt-4o*
                input: 2.50
                cachedInput: 1.25
                output: 10
                perRequest: 0.000000001
              - { provider: openai, model: "*", input: ${INPUT}, output: 0 }
            """);

        Assert.Equal(2, list.Count);
        Assert.Equal(new ModelPrice(new(2_500_000_000), new(1_250_000_000), new(10_000_000_000), new(1)), list.Find("openai", "gpt-4o-mini"));
        Assert.Equal(new ModelPrice(new(750_000_000), new(750_000_000), default, default), list.Find("openai", "o3"));
    }

    [Fact]
    public void An_empty_list_is_one_that_says_so() => Assert.Equal(0, Read("prices: []").Count);

    [Theory]
    // No list at all: a file emptied by accident.
    [InlineData(1, "prices", "write [] if none", "")]
    [InlineData(1, "prices", "write [] if none", "# nothing\n")]
    [InlineData(1, "prices", "write [] if none", "prices:\n")]
    [InlineData(1, "", "not a list", "- provider: p\n")]
    [InlineData(1, "prices", "must be a list", "prices: { provider: p }\n")]
    [InlineData(2, "", "a second document", "prices: []\n---\nprices: []\n")]
    // Unknown, repeated and missing members.
    [InlineData(1, "price", "did you mean 'prices'?", "price: []\n")]
    [InlineData(2, "currency", "known here: prices", "prices: []\ncurrency: EUR\n")]
    [InlineData(6, "prices[0].cached", "known here: provider, model, input, cachedInput, output, perRequest", Entry + "  input: 1\n  output: 1\n  cached: 1\n")]
    [InlineData(6, "prices[0].per_request", "did you mean 'perRequest'?", Entry + "  input: 1\n  output: 1\n  per_request: 1\n")]
    [InlineData(6, "prices[0].input", "a second time, first on line 4", Entry + "  input: 1\n  output: 1\n  input: 2\n")]
    [InlineData(2, "prices[0].output", "write 0 if nothing is charged", Entry + "  input: 1\n")]
    [InlineData(4, "prices[0].input", "write 0 if nothing is charged", Entry + "  input:\n  output: 1\n")]
    [InlineData(2, "prices[0].provider", "is missing", "prices:\n- { model: m, input: 1, output: 1 }\n")]
    [InlineData(2, "prices[0].model", "is missing", "prices:\n- { provider: p, input: 1, output: 1 }\n")]
    [InlineData(3, "prices[1].model", "a price above already", "prices:\n- { provider: p, model: m, input: 1, output: 1 }\n- { provider: p, model: m, input: 2, output: 1 }\n")]
    [InlineData(2, "prices[0].model", "one * only", "prices:\n- { provider: p, model: 'gpt-*-mini', input: 1, output: 1 }\n")]
    [InlineData(2, "prices[0]", "not text", "prices:\n- gpt-4o\n")]
    // No amounts of money.
    [InlineData(4, "prices[0].input", "plain number", Entry + "  input: -1\n  output: 1\n")]
    [InlineData(4, "prices[0].input", "plain number", Entry + "  input: -0\n  output: 1\n")]
    [InlineData(4, "prices[0].input", "plain number", Entry + "  input: NaN\n  output: 1\n")]
    [InlineData(4, "prices[0].input", "plain number", Entry + "  input: .nan\n  output: 1\n")]
    [InlineData(4, "prices[0].input", "plain number", Entry + "  input: .inf\n  output: 1\n")]
    [InlineData(4, "prices[0].input", "plain number", Entry + "  input: 1e309\n  output: 1\n")]
    [InlineData(4, "prices[0].input", "plain number", Entry + "  input: 1e-3\n  output: 1\n")]
    [InlineData(4, "prices[0].input", "plain number", Entry + "  input: 1,50\n  output: 1\n")]
    [InlineData(4, "prices[0].input", "plain number", Entry + "  input: $1\n  output: 1\n")]
    [InlineData(4, "prices[0].input", "plain number", Entry + "  input: cheap\n  output: 1\n")]
    [InlineData(4, "prices[0].input", "no quotes", Entry + "  input: '1'\n  output: 1\n")]
    [InlineData(4, "prices[0].input", "no quotes", Entry + "  input: \"1.5\"\n  output: 1\n")]
    [InlineData(4, "prices[0].input", "nine of them", Entry + "  input: 0.0000000001\n  output: 1\n")]
    [InlineData(4, "prices[0].input", "0–1,000,000", Entry + "  input: 99999999999999999999\n  output: 1\n")]
    [InlineData(4, "prices[0].input", "between 0 and 1,000,000", Entry + "  input: 1000000.01\n  output: 1\n")]
    [InlineData(4, "prices[0].input", "must be text, not a list", Entry + "  input: [ 1 ]\n  output: 1\n")]
    [InlineData(4, "prices[0].input", "${NOT_SET} is not set", Entry + "  input: ${NOT_SET}\n  output: 1\n")]
    public void A_mistake_is_reported_once_with_its_line_and_what_to_do(int line, string path, string fragment, string yaml)
    {
        var result = Parse(yaml);

        Assert.Null(result.List);
        var problem = Assert.Single(result.Problems);
        Assert.Equal((line, path), (problem.Line, problem.Path));
        Assert.Contains(fragment, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_larger_than_a_mebibyte_is_refused() =>
        Assert.Contains("1 MiB", Assert.Single(Parse("# " + new string('é', 1 << 19)).Problems).Message, StringComparison.Ordinal);

    [Fact]
    public void Arbitrary_pieces_of_yaml_never_make_it_throw()
    {
        string[] pieces =
        [
            "prices:", "provider:", "model:", "input:", "output:", " p", " m*", " 1.5", " 1e309", " ", "\n", "\n- ", "\n  ", "- ", "[", "]", "{", "}", ",",
            "'", "\"", "${", "*", "&a", "~", "\uD800",
        ];

        Gen.Int[0, pieces.Length - 1].Array[0, 40].Select(picks => string.Concat(picks.Select(i => pieces[i]))).Sample(text =>
        {
            var result = Parse(text);
            return result.List is null ? result.Problems.Count > 0 && result.Problems.All(p => p is { Line: > 0, Message.Length: > 0 }) : result.Problems.Count == 0;
        });
    }

    private static PriceFileResult Parse(string yaml) => PriceFile.Parse(yaml, name => name == "INPUT" ? "0.75" : null, _ => null);

    private static PriceList Read(string yaml)
    {
        var result = Parse(yaml);
        Assert.Empty(result.Problems);
        return Assert.IsType<PriceList>(result.List);
    }
}
