using AiGateway.Core.Usage.Records;

namespace AiGateway.Core.Tests.Usage.Records;

public sealed class RecordPlaceTests
{
    [Theory]
    [InlineData("edge-1")]
    [InlineData("edge with spaces")]
    [InlineData("")]
    public void A_place_survives_its_cursor(string edge)
    {
        var place = new RecordPlace(1_700_000_000_000, edge, 42);

        Assert.True(RecordPlace.TryParse(place.ToCursor(), out var back));
        Assert.Equal(place, back);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("!!!")]
    [InlineData("MSAy")]
    [InlineData("YSBiIGM")]
    [InlineData("LTEgMiBj")]
    public void What_is_no_cursor_is_refused(string text) => Assert.False(RecordPlace.TryParse(text, out _));

    [Fact]
    public void A_cursor_beyond_all_length_is_refused() => Assert.False(RecordPlace.TryParse(new string('A', 100_000), out _));
}
