using AiGateway.Edge.Catalog.Yaml;
using CsCheck;

namespace AiGateway.Edge.Tests.Catalog;

public sealed class YamlSourceTests
{
    private static YamlNode? Read(string text)
    {
        Assert.True(YamlSource.TryRead(text, out var root, out _, out var message), message);
        return root;
    }

    [Fact]
    public void Every_node_knows_where_it_began()
    {
        var root = Assert.IsType<YamlMap>(Read("a: x\nb:\n  - 'y'\n  - { c: z }\n"));
        var list = Assert.IsType<YamlList>(root.Fields[1].Value);
        var inner = Assert.IsType<YamlMap>(list.Items[1]);

        Assert.Equal(new FilePosition(1, 1), root.Fields[0].At);
        Assert.Equal(new FilePosition(1, 4), root.Fields[0].Value.At);
        Assert.Equal(new FilePosition(3, 5), list.Items[0].At);
        Assert.Equal(new FilePosition(4, 5), inner.At);
        Assert.Equal(new FilePosition(4, 10), inner.Fields[0].Value.At);
    }

    [Fact]
    public void A_variable_does_not_shift_what_stands_behind_it()
    {
        var items = Assert.IsType<YamlList>(Read("[ ${A:-[]}, ${BC}, x ]")).Items.Cast<YamlScalar>().ToArray();

        Assert.Equal(["${A:-[]}", "${BC}", "x"], items.Select(i => i.Text));
        Assert.Equal([3, 13, 20], items.Select(i => i.At.Column));
    }

    [Theory]
    [InlineData("a: ", true)]
    [InlineData("a: ~", true)]
    [InlineData("a: null", true)]
    [InlineData("a: 'null'", false)]
    [InlineData("a: ''", false)]
    [InlineData("a: nothing", false)]
    public void Only_an_unquoted_nothing_is_nothing(string text, bool isNull) =>
        Assert.Equal(isNull, Assert.IsType<YamlScalar>(Assert.IsType<YamlMap>(Read(text)).Fields[0].Value).IsNull);

    [Fact]
    public void A_scalar_does_not_print_itself() => Assert.DoesNotContain("secret", Read("secret")!.ToString(), StringComparison.Ordinal);

    [Fact]
    public void Thirty_two_levels_pass_and_one_more_does_not()
    {
        Assert.NotNull(Read(new string('[', 32) + new string(']', 32)));
        Assert.False(YamlSource.TryRead(new string('[', 33) + new string(']', 33), out _, out var at, out var message));
        Assert.Equal((33, true), (at.Column, message.Contains("32 deep", StringComparison.Ordinal)));
    }

    [Fact]
    public void Hiding_variables_keeps_the_length_and_can_be_undone()
    {
        var text = Gen.Char["${}[],:-'A \n"].Array[0, 30].Select(chars => new string(chars));

        text.Sample(t => VariableMask.Hide(t).Length == t.Length && VariableMask.Show(VariableMask.Hide(t)) == t);
    }

    [Theory]
    [InlineData("", 0, 1, 1)]
    [InlineData("ab", 1, 1, 2)]
    [InlineData("a\nb", 2, 2, 1)]
    [InlineData("a\r\nbc", 4, 2, 2)]
    public void A_position_counts_lines_and_columns_from_one(string text, int index, int line, int column) =>
        Assert.Equal(new FilePosition(line, column), FilePosition.Of(text, index));
}
