using AiGateway.Core.Usage;

namespace AiGateway.Edge.Tests.OpenAi;

/// <summary>The gateway asked for usage; the client did not and must not see that.</summary>
public sealed class UsageHidingTests
{
    private const string Figures = "{\"prompt_tokens\":3,\"completion_tokens\":1,\"total_tokens\":4}";
    private const string Stop = "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
    private const string Done = "data: [DONE]\n\n";

    [Fact]
    public void A_chunk_of_usage_alone_is_swallowed_but_read()
    {
        var stream = $"{Stop}data: {{\"choices\":[],\"usage\":{Figures}}}\n\n{Done}";
        var hidden = StreamRun.Of(stream, hideUsage: true);
        Assert.Equal(Stop + Done, hidden.Output);
        Assert.Equal(new TokenUsage(3, 1, 0, 0, false), hidden.Usage);
        Assert.Equal(stream, StreamRun.Of(stream).Output);
    }

    [Fact]
    public void A_chunk_of_usage_without_choices_is_swallowed_too() =>
        Assert.Equal(Stop + Done, StreamRun.Of($"{Stop}data: {{\"usage\":{Figures}}}\n\n{Done}", hideUsage: true).Output);

    [Theory]
    [InlineData("{\"choices\":[{\"index\":0}],\"usage\":null}", "{\"choices\":[{\"index\":0}]}")]
    [InlineData("{\"usage\":null,\"choices\":[{\"index\":0}]}", "{\"choices\":[{\"index\":0}]}")]
    [InlineData("{ \"usage\" : null , \"choices\":[{\"index\":0}]}", "{  \"choices\":[{\"index\":0}]}")]
    [InlineData("{\"id\":\"x\" , \"usage\" : null , \"choices\":[{\"index\":0}]}", "{\"id\":\"x\"  , \"choices\":[{\"index\":0}]}")]
    [InlineData("{\"choices\":[],\"usage\":null,\"prompt_filter_results\":[]}", "{\"choices\":[],\"prompt_filter_results\":[]}")]
    [InlineData("{\"usage\":null}", "{\"choices\":[]}")]
    [InlineData("{\"usage\":null,\"id\":\"x\"}", "{\"choices\":[],\"id\":\"x\"}")]
    [InlineData("{\"id\":\"x\",\"usage\":null}", "{\"choices\":[],\"id\":\"x\"}")]
    [InlineData("{\"choices\":[{\"index\":0,\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":3},\"x\":1}", "{\"choices\":[{\"index\":0,\"finish_reason\":\"stop\"}],\"x\":1}")]
    public void The_member_is_taken_out_of_other_chunks(string chunk, string expected)
    {
        Assert.Equal($"data: {expected}\n\n{Stop}{Done}", StreamRun.Of($"data: {chunk}\n\n{Stop}{Done}", hideUsage: true).Output);
        if (chunk.Contains("choices", StringComparison.Ordinal))
            Assert.Equal($"data: {chunk}\n\n{Stop}{Done}", StreamRun.Of($"data: {chunk}\n\n{Stop}{Done}").Output);
    }

    [Fact]
    public void Figures_where_no_client_looks_stay() =>
        Assert.Equal(
            $"data: {{\"x_groq\":{{\"usage\":{Figures}}},\"choices\":[{{\"index\":0,\"usage\":{Figures},\"finish_reason\":\"stop\"}}]}}\n\n{Done}",
            StreamRun.Of($"data: {{\"x_groq\":{{\"usage\":{Figures}}},\"choices\":[{{\"index\":0,\"usage\":{Figures},\"finish_reason\":\"stop\"}}]}}\n\n{Done}", hideUsage: true).Output);
}
