using System.Text.Json.Nodes;

namespace AiGateway.FakeProvider.Provider;

/// <summary><c>/completions</c>.</summary>
internal sealed class CompletionDialect : TextDialect
{
    public override string IdPrefix => "cmpl";

    public override string WholeObject => "text_completion";

    public override string ChunkObject => "text_completion";

    public override JsonObject WholeChoice(int index, TextPlan plan, bool omitFinish) =>
        ChunkChoice(index, plan.Text, omitFinish ? null : plan.Finish);

    public override JsonObject ChunkChoice(int index, JsonNode? delta, string? finish) =>
        new() { ["text"] = delta ?? "", ["index"] = index, ["logprobs"] = null, ["finish_reason"] = finish };

    public override IEnumerable<Delta> Deltas(TextPlan plan) => plan.Pieces.Select(TextDelta);

    public override Delta TextDelta(string text) => new(text, () => JsonValue.Create(text));
}
