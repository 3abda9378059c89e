using System.Net;

namespace AiGateway.Edge.Tests.Admin;

public sealed class QueryNameTests
{
    [Theory]
    [InlineData("usage?by=0")]
    [InlineData("usage?by=consumer,model")]
    [InlineData("usage?by=")]
    [InlineData("usage?resolution=1")]
    [InlineData("usage?resolution=%20hour")]
    [InlineData("usage/calls?outcome=0")]
    [InlineData("usage/calls?outcome=+1")]
    [InlineData("usage/calls?outcome=Ok,Limited")]
    public async Task Only_a_name_stands_for_a_name(string address)
    {
        await using var host = await AdminHost.Start();

        using var answer = await host.Client.GetAsync($"/admin/v1/{address}", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory]
    [InlineData("usage?by=Consumer&resolution=HOUR")]
    [InlineData("usage?by=shadow&resolution=day")]
    public async Task A_name_counts_in_any_case(string address)
    {
        await using var host = await AdminHost.Start();

        using var answer = await host.Client.GetAsync($"/admin/v1/{address}", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}
