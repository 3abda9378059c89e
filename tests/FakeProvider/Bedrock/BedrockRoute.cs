using AiGateway.FakeProvider.Log;
using AiGateway.FakeProvider.Provider;
using AiGateway.FakeProvider.Wire;

namespace AiGateway.FakeProvider.Bedrock;

/// <summary><c>POST /model/{id}/converse</c> and <c>/converse-stream</c>.</summary>
internal sealed class BedrockRoute(AwsAccess access) : IRoute
{
    public bool Serves(Call call) => call.Method == "POST" && call.Operation is "converse" or "converse-stream";

    public Task<Ending> AnswerAsync(Exchange exchange)
    {
        var (call, wire) = (exchange.Call, exchange.Wire);
        wire.Usual["x-amzn-requestid"] = $"fake-{exchange.Seq}";
        if ((access.Refusal(call, DateTimeOffset.FromUnixTimeSeconds(exchange.CreatedS)) ?? BedrockRequest.Refusal(call)) is { } refusal)
            return wire.LiteralAsync(refusal);
        var answer = new BedrockAnswer(call, exchange.Answer);
        return call.Stream ? exchange.StreamAsync(answer, new AwsFraming()) : wire.WholeAsync(answer.Whole());
    }
}
