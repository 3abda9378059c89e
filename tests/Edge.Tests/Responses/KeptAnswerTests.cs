using AiGateway.Edge.Tests.Pipeline;

namespace AiGateway.Edge.Tests.Responses;

/// <summary>What can be asked of a response that the gateway keeps.</summary>
public sealed class KeptAnswerTests : IDisposable
{
    private readonly TestGateway _gateway = new(Talk.Yaml);

    public void Dispose() => _gateway.Dispose();

    [Fact]
    public async Task It_is_given_as_it_was_made()
    {
        var made = await Make("req_1");

        var asked = await _gateway.AskAbout("GET", "/responses/resp_req_1?include[]=x");

        Assert.Equal((200, "application/json", made.Received), (asked.Response.StatusCode, asked.Response.ContentType, asked.Received));
        Assert.Equal("chat", asked.Json().Text("model"));
        Assert.Equal(("responses.stored", 0L), (_gateway.Records[1].Operation, _gateway.Records[1].Tokens.Total));
    }

    [Fact]
    public async Task It_cannot_be_streamed_again_nor_cancelled()
    {
        await Make("req_1");

        Assert.Equal(400, (await _gateway.AskAbout("GET", "/responses/resp_req_1?stream=true&starting_after=2")).Response.StatusCode);
        var cancelled = await _gateway.AskAbout("POST", "/responses/resp_req_1/cancel");
        Assert.Equal((400, "Cannot cancel a synchronous response."), (cancelled.Response.StatusCode, cancelled.Json().GetProperty("error").Text("message")));
    }

    [Fact]
    public async Task What_is_deleted_is_gone()
    {
        await Make("req_1");

        var deleted = await _gateway.AskAbout("DELETE", "/responses/resp_req_1");

        Assert.Equal("""{"id":"resp_req_1","object":"response","deleted":true}""", deleted.Received);
        Assert.Equal(404, (await _gateway.AskAbout("GET", "/responses/resp_req_1")).Response.StatusCode);
        Assert.Equal(404, (await _gateway.AskAbout("DELETE", "/responses/resp_req_1")).Response.StatusCode);
        Assert.Equal(400, (await _gateway.Respond(Talk.Request(Talk.Previous("req_1")), "req_2")).Response.StatusCode);
    }

    [Theory]
    [InlineData("", "msg_req_2_in2 msg_req_1_0 msg_req_1_in0", false)]
    [InlineData("?order=asc&limit=2", "msg_req_1_in0 msg_req_1_0", true)]
    [InlineData("?order=asc&after=msg_req_1_0", "msg_req_2_in2", false)]
    public async Task What_it_was_made_from_is_listed_with_the_turns_before_it(string query, string ids, bool hasMore)
    {
        await Make("req_1");
        await Make("req_2", Talk.Previous("req_1"));

        var items = (await _gateway.AskAbout("GET", $"/responses/resp_req_2/input_items{query}")).Json();

        Assert.Equal(ids, string.Join(' ', items.GetProperty("data").EnumerateArray().Select(item => item.Text("id"))));
        Assert.Equal(hasMore, items.GetProperty("has_more").GetBoolean());
    }

    [Theory]
    [InlineData("?limit=0", "limit")]
    [InlineData("?limit=101", "limit")]
    [InlineData("?limit=x", "limit")]
    [InlineData("?order=up", "order")]
    [InlineData("?after=msg_x", "after")]
    public async Task A_list_that_makes_no_sense_is_refused(string query, string param)
    {
        await Make("req_1");

        var refused = await _gateway.AskAbout("GET", $"/responses/resp_req_1/input_items{query}");

        Assert.Equal((400, param), (refused.Response.StatusCode, refused.Json().GetProperty("error").Text("param")));
    }

    private Task<Caller> Make(string callId, string members = "")
    {
        _gateway.Provider.At("p").Answers(200, TestGateway.Answer());
        return _gateway.Respond(Talk.Request(members), callId);
    }
}
