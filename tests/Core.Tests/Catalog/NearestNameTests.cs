using AiGateway.Core.Catalog;

namespace AiGateway.Core.Tests.Catalog;

public sealed class NearestNameTests
{
    private static readonly string[] Fields = ["id", "kind", "baseUrl", "keys", "weight", "quotaGroup", "requestsPerMinute"];

    [Theory]
    [InlineData("base_url", "baseUrl")]
    [InlineData("BASEURL", "baseUrl")]
    [InlineData("base-url", "baseUrl")]
    [InlineData("kyes", "keys")]
    [InlineData("wieght", "weight")]
    [InlineData("quotaGroups", "quotaGroup")]
    [InlineData("requestPerMinute", "requestsPerMinute")]
    [InlineData("requests_per_minuet", "requestsPerMinute")]
    public void A_slip_of_the_pen_is_recognised(string written, string meant) => Assert.Equal(meant, NearestName.Of(written, Fields));

    [Theory]
    [InlineData("")]
    [InlineData("temperature")]
    [InlineData("rpm")]
    public void What_resembles_nothing_gets_no_suggestion(string written) => Assert.Null(NearestName.Of(written, Fields));

    [Fact]
    public void A_very_long_name_is_not_compared_at_all() =>
        Assert.Null(NearestName.Of(new string('a', 100_000), [new string('a', 100_000)]));

    [Fact]
    public void Of_equally_near_names_the_choice_does_not_depend_on_their_order() =>
        Assert.Equal(NearestName.Of("ac", ["ab", "aa"]), NearestName.Of("ac", ["aa", "ab"]));
}
