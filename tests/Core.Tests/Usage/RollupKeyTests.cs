using AiGateway.Core.Usage;
using CsCheck;

namespace AiGateway.Core.Tests.Usage;

public sealed class RollupKeyTests
{
    [Theory]
    [InlineData(RollupResolution.Minute, "model/minute/2026-11-20T12/openai/gpt:4o")]
    [InlineData(RollupResolution.Hour, "model/hour/2026-11-20/openai/gpt:4o")]
    [InlineData(RollupResolution.Day, "model/day/2026-11/openai/gpt:4o")]
    public void A_key_reads_as_whose_how_fine_and_when(RollupResolution resolution, string expected) =>
        Assert.Equal(expected, RollupKey.For(RollupEntity.Model, "openai/gpt:4o", resolution, SampleRecords.Noon + 1).ToString());

    [Fact]
    public void What_was_written_is_read_back() =>
        Gen.Select(Gen.Enum<RollupEntity>(), Gen.String, Gen.Enum<RollupResolution>(), Gen.Long[0, 4_000_000_000_000]).Sample(
            (entity, id, resolution, ms) =>
            {
                var key = RollupKey.For(entity, id, resolution, ms);
                Assert.Equal(key, RollupKey.Parse(key.ToString()));
                Assert.True(key.StartMs <= ms);
            });

    [Fact]
    public void All_moments_of_a_page_have_one_key()
    {
        var start = RollupSpan.PageStart(RollupResolution.Day, SampleRecords.Noon);
        var end = RollupSpan.PageEnd(RollupResolution.Day, SampleRecords.Noon);
        var key = RollupKey.For(RollupEntity.Consumer, "team", RollupResolution.Day, start);
        Assert.Equal(key, RollupKey.For(RollupEntity.Consumer, "team", RollupResolution.Day, end - 1));
        Assert.NotEqual(key, RollupKey.For(RollupEntity.Consumer, "team", RollupResolution.Day, end));
        Assert.NotEqual(key, RollupKey.For(RollupEntity.Model, "team", RollupResolution.Day, start));
    }

    [Theory]
    [InlineData("")]
    [InlineData("model/minute/2026-11-20T12")]
    [InlineData("key/minute/2026-11-20T12/a")]
    [InlineData("model/week/2026-11-20T12/a")]
    [InlineData("model/minute/2026-11-20/a")]
    [InlineData("model/day/2026-13/a")]
    [InlineData("1/0/2026-11-20T12/a")]
    [InlineData("Model/Minute/2026-11-20T12/a")]
    public void Anything_else_is_no_key(string text) => Assert.Throws<FormatException>(() => RollupKey.Parse(text));
}
