using AiGateway.Edge.Upstream.Tokens;
using CsCheck;

namespace AiGateway.Edge.Tests.Tokens;

public sealed class TextPiecesTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(TextPieces.Longest)]
    public void Short_text_is_one_piece(int length) => Assert.Equal(length, TextPieces.Next(new string('x', length)));

    [Fact]
    public void A_cut_falls_before_the_last_single_space_in_reach()
    {
        var text = new string('x', 300) + " " + new string('y', 150) + " " + new string('z', 200);
        Assert.Equal(451, TextPieces.Next(text));
    }

    [Theory]
    [InlineData("  ")]
    [InlineData("\n ")]
    [InlineData(" \t")]
    public void A_run_of_blanks_is_one_token_and_not_cut(string blanks)
    {
        var text = new string('x', 300) + " " + new string('y', 100) + blanks + new string('z', 200);
        Assert.Equal(300, TextPieces.Next(text));
    }

    [Fact]
    public void Text_without_spaces_is_cut_at_full_length() => Assert.Equal(TextPieces.Longest, TextPieces.Next(new string('x', 2000)));

    [Fact]
    public void A_cut_never_halves_a_character()
    {
        var text = "x" + string.Concat(Enumerable.Repeat("😀", 1000));
        Assert.Equal(TextPieces.Longest - 1, TextPieces.Next(text));
    }

    [Fact]
    public void Pieces_of_any_text_make_progress_and_stay_short() =>
        Gen.OneOf(Gen.Const(' '), Gen.Char['a', 'z'], Gen.Char).Array[0, 3000].Sample(chars =>
        {
            ReadOnlySpan<char> text = chars;
            while (!text.IsEmpty)
            {
                var length = TextPieces.Next(text);
                Assert.InRange(length, 1, TextPieces.Longest);
                text = text[length..];
            }
        });
}
