using System.Text;
using AiGateway.Edge.Api.OpenAi;
using CsCheck;

namespace AiGateway.Edge.Tests.OpenAi;

public sealed class SpliceListTests
{
    private static string Apply(SpliceList edits, string source) => Wire.Written(output => edits.WriteTo(Wire.Bytes(source), output));

    [Fact]
    public void Without_edits_the_source_is_copied()
    {
        var edits = new SpliceList();
        Assert.True(edits.IsEmpty);
        Assert.Equal("source", Apply(edits, "source"));
        Assert.Equal("", Apply(edits, ""));
    }

    [Fact]
    public void Edits_apply_in_the_order_of_their_places_not_of_their_making()
    {
        var edits = new SpliceList();
        edits.Replace(new ByteRange(4, 2), "EF"u8);
        edits.Insert(0, "<"u8);
        edits.Remove(new ByteRange(1, 1));
        edits.Insert(6, ">"u8);
        Assert.Equal("<acdEF>", Apply(edits, "abcdef"));
    }

    [Fact]
    public void What_stands_in_a_stretch_that_is_gone_is_not_changed_in_any_other_way()
    {
        var edits = new SpliceList();
        edits.Replace(new ByteRange(3, 1), "D"u8);
        edits.Insert(4, "+"u8);
        edits.Remove(new ByteRange(1, 4));
        edits.Insert(5, "<"u8);
        Assert.Equal("a<f", Apply(edits, "abcdef"));
    }

    [Fact]
    public void Insertions_at_one_place_keep_the_order_of_their_making()
    {
        var edits = new SpliceList();
        edits.Insert(1, "1"u8);
        edits.Insert(1, "2"u8);
        edits.Insert(0, "0"u8);
        edits.Insert(1, "3"u8);
        Assert.Equal("0a123b", Apply(edits, "ab"));
    }

    [Fact]
    public void A_text_can_be_given_piece_by_piece_even_to_an_edit_that_moved_forward()
    {
        var edits = new SpliceList();
        edits.Replace(new ByteRange(5, 1), "!"u8);
        edits.Open(new ByteRange(0, 5));
        edits.Append("one "u8);
        "two"u8.CopyTo(edits.Reserve(3));
        Assert.Equal("one two!", Apply(edits, "abcde?"));
    }

    [Fact]
    public void Overlapping_edits_never_repeat_or_run_past_the_source()
    {
        var edits = new SpliceList();
        edits.Remove(new ByteRange(1, 3));
        edits.Replace(new ByteRange(2, 1), "x"u8);
        edits.Remove(new ByteRange(3, 2));
        Assert.Equal("af", Apply(edits, "abcdef"));
    }

    [Fact]
    public void A_cleared_list_has_forgotten_everything()
    {
        var edits = new SpliceList();
        edits.Replace(new ByteRange(0, 3), Encoding.UTF8.GetBytes(new string('x', 1000)));
        edits.Clear();
        Assert.True(edits.IsEmpty);
        Assert.Equal("abc", Apply(edits, "abc"));
        edits.Insert(3, "d"u8);
        Assert.Equal("abcd", Apply(edits, "abc"));
    }

    [Fact]
    public void Any_edits_that_do_not_overlap_give_what_a_string_builder_gives() =>
        Gen.Select(Gen.String[Gen.Char['a', 'z'], 40, 40], Gen.Int[0, 3].Array[20, 20], Gen.Int).Sample((source, kinds, seed) =>
        {
            var edits = new SpliceList();
            var expected = new StringBuilder();
            var made = new List<(ByteRange Range, string Text)>();
            for (var i = 0; i < kinds.Length; i++)
            {
                // Two characters a slot, each slot edited in one way or none.
                var slot = source.Substring(i * 2, 2);
                var text = new string('X', i);
                expected.Append(kinds[i] switch { 0 => slot, 1 => text + slot, 2 => text, _ => slot[..1] });
                if (kinds[i] > 0)
                    made.Add(kinds[i] switch { 1 => (new(i * 2, 0), text), 2 => (new(i * 2, 2), text), _ => (new((i * 2) + 1, 1), "") });
            }

            var order = made.ToArray();
            new Random(seed).Shuffle(order);
            foreach (var (range, text) in order)
                edits.Replace(range, Wire.Bytes(text));
            Assert.Equal(expected.ToString(), Apply(edits, source));
        });
}
