using AiGateway.Edge.Pipeline;
using Microsoft.AspNetCore.Http;

namespace AiGateway.Edge.Tests.Pipeline;

public sealed class CallerPatienceTests
{
    [Theory]
    [InlineData("600", 600_000L)]
    [InlineData("0.25", 250L)]
    [InlineData("0", null)]
    [InlineData("-5", null)]
    [InlineData("1e309", null)]
    [InlineData("NaN", null)]
    [InlineData("99999999", null)]
    [InlineData("NOT_GIVEN", null)]
    [InlineData("", null)]
    public void A_caller_waits_as_long_as_it_says(string header, long? ms) =>
        Assert.Equal(ms, CallerPatience.OfAnswer(new HeaderDictionary { ["x-stainless-timeout"] = header }));

    [Theory]
    [InlineData("0", false)]
    [InlineData("1", true)]
    [InlineData("-1", false)]
    [InlineData("99999999999999", false)]
    [InlineData("x", false)]
    public void A_repeated_call_is_known_by_its_count(string header, bool repeated) =>
        Assert.Equal(repeated, CallerPatience.AsksAgain(new HeaderDictionary { ["x-stainless-retry-count"] = header }));

    [Fact]
    public void A_caller_that_says_nothing_waits_and_asks_once()
    {
        Assert.Null(CallerPatience.OfAnswer(new HeaderDictionary()));
        Assert.False(CallerPatience.AsksAgain(new HeaderDictionary()));
    }
}
