using AiGateway.Edge.Objects;
using Microsoft.AspNetCore.WebUtilities;

namespace AiGateway.Edge.Tests.Objects;

/// <summary>What may be asked of a response besides its path.</summary>
public sealed class ResponseQueryTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("?limit=5&order=asc&after=a&before=b", "?limit=5&order=asc&after=a&before=b")]
    [InlineData("?include[]=x&include[]=y%20z", "?include%5B%5D=x&include%5B%5D=y%20z")]
    [InlineData("?key=the+callers+own&api-version=1&limit=5", "?limit=5")]
    [InlineData("?stream=false", "")]
    public void Only_what_a_provider_knows_goes_on_to_it(string asked, string passed) =>
        Assert.Equal(passed, ResponseQuery.Passed(Query(asked)));

    [Theory]
    [InlineData("?stream=true", true)]
    [InlineData("?stream=1", true)]
    [InlineData("?stream=False", false)]
    [InlineData("", false)]
    public void A_second_stream_is_refused(string asked, bool refused) => Assert.Equal(refused, ResponseQuery.Problem(Query(asked)) is not null);

    private static Microsoft.AspNetCore.Http.QueryCollection Query(string text) => new(QueryHelpers.ParseQuery(text));
}
