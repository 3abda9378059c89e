using AiGateway.Edge.Api;
using AiGateway.Edge.Tests.Fakes;
using AiGateway.Edge.Tests.Pipeline;

namespace AiGateway.Edge.Tests.Responses;

/// <summary>How many tokens a request for a response would bring.</summary>
public sealed class InputTokenTests : IDisposable
{
    private readonly TestGateway _gateway = new(Talk.Yaml);

    public void Dispose() => _gateway.Dispose();

    [Fact]
    public async Task A_provider_that_serves_responses_counts_itself()
    {
        _gateway.Provider.At("n").Answers(200, """{"object":"response.input_tokens","input_tokens":41}""");

        var caller = await Count(Talk.Request(model: "native"));

        Assert.Equal("""{"object":"response.input_tokens","input_tokens":41}""", caller.Received);
        Assert.Equal("http://n/v1/responses/input_tokens", Assert.Single(_gateway.Provider.At("n").Requests).Address.ToString());
    }

    [Fact]
    public async Task For_others_the_gateway_counts_with_the_turns_before()
    {
        _gateway.Provider.At("p").Answers(200, TestGateway.Answer("one two three four five six"));
        await _gateway.Respond(Talk.Request(), "req_1");

        var alone = (await Count(Talk.Request())).Json();
        var after = (await Count(Talk.Request(Talk.Previous("req_1")))).Json();
        var elsewhere = (await Count(Talk.Request(Talk.Previous("req_1"), "native"))).Json();

        Assert.Equal("response.input_tokens", alone.Text("object"));
        Assert.InRange(after.GetProperty("input_tokens").GetInt32() - alone.GetProperty("input_tokens").GetInt32(), 7, 60);
        Assert.Equal(after.GetProperty("input_tokens").GetInt32(), elsewhere.GetProperty("input_tokens").GetInt32());
        Assert.Empty(_gateway.Provider.At("n").Requests);
        Assert.Equal("count_tokens", _gateway.Records[1].Operation);
    }

    private async Task<Caller> Count(string body)
    {
        var caller = new Caller(body, TestCatalog.ConsumerKey);
        await _gateway.Run(caller, Operation.CountResponse);
        return caller;
    }
}
