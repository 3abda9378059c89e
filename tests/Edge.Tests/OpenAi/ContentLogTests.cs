using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Upstream.OpenAi;

namespace AiGateway.Edge.Tests.OpenAi;

public sealed class ContentLogTests
{
    [Fact]
    public void Pieces_are_kept_in_order()
    {
        using var log = new ContentLog();
        log.Add("abcdef"u8, [new ByteRange(4, 2), new ByteRange(0, 1)], 3);
        log.Add("xyz"u8, [new ByteRange(1, 1)], 1);
        Assert.Equal("efay", Wire.Text(log.Escaped));
        Assert.Equal(4, log.TotalBytes);
        Assert.True(log.IsWhole);
    }

    [Fact]
    public void It_grows_with_what_it_is_given()
    {
        using var log = new ContentLog();
        var piece = Wire.Bytes(new string('a', 777));
        for (var i = 0; i < 100; i++)
            log.Add(piece, [new ByteRange(0, piece.Length)], piece.Length);
        Assert.Equal(77_700, log.Escaped.Length);
        Assert.False(log.Escaped.ContainsAnyExcept((byte)'a'));
    }

    [Fact]
    public void A_full_log_keeps_no_more_but_goes_on_measuring()
    {
        using var log = new ContentLog();
        var piece = new byte[ContentLog.Capacity];
        log.Add(piece, [new ByteRange(0, piece.Length)], piece.Length);
        Assert.True(log.IsWhole);
        log.Add("x"u8, [new ByteRange(0, 1)], 1);
        Assert.False(log.IsWhole);
        Assert.Equal((ContentLog.Capacity, ContentLog.Capacity + 1L), (log.Escaped.Length, log.TotalBytes));
    }

    [Fact]
    public void What_follows_a_gap_is_not_joined_to_what_came_before()
    {
        using var log = new ContentLog();
        log.Add("head"u8, [new ByteRange(0, 4)], 4);
        var huge = new byte[ContentLog.Capacity];
        log.Add(huge, [new ByteRange(0, huge.Length)], huge.Length);
        log.Add("tail"u8, [new ByteRange(0, 4)], 4);
        Assert.Equal("head", Wire.Text(log.Escaped));
    }

    [Fact]
    public void After_disposal_nothing_is_held()
    {
        var log = new ContentLog();
        log.Add("text"u8, [new ByteRange(0, 4)], 4);
        log.Dispose();
        log.Dispose();
        Assert.True(log.Escaped.IsEmpty);
    }
}
