using System.Text.Json;
using System.Text.Json.Nodes;
using AiGateway.FakeProvider.Log;
using AiGateway.FakeProvider.Provider;
using AiGateway.FakeProvider.Wire;

namespace AiGateway.FakeProvider.Media;

/// <summary><c>POST /moderations</c>: what contains the word <c>violence</c> is flagged.</summary>
internal sealed class ModerationRoute : IRoute
{
    private const string Flag = "violence";

    private static readonly string[] Categories =
    [
        "harassment", "harassment/threatening", "hate", "hate/threatening", "illicit", "illicit/violent", "self-harm", "self-harm/intent",
        "self-harm/instructions", "sexual", "sexual/minors", Flag, "violence/graphic",
    ];

    public bool Serves(Call call) => call.Method == "POST" && call.Path.EndsWith("/moderations", StringComparison.Ordinal);

    public Task<Ending> AnswerAsync(Exchange exchange)
    {
        var call = exchange.Call;
        if ((Refusal.NoKey(call) ?? (call.Member("input").IsGiven() ? null : Refusal.Invalid("Missing required parameter: 'input'."))) is { } refusal)
            return exchange.Wire.LiteralAsync(refusal);
        return exchange.Wire.WholeAsync(new JsonObject
        {
            ["id"] = $"modr-fake{exchange.Seq}",
            ["model"] = call.Model ?? "omni-moderation-latest",
            ["results"] = new JsonArray([.. Inputs(call.Member("input")).Select(Result)]),
        });
    }

    /// <summary>A list of parts is one input, a list of texts is many.</summary>
    private static IEnumerable<string> Inputs(JsonElement input) => input.ValueKind == JsonValueKind.Array && input.Items().All(item => item.ValueKind == JsonValueKind.String)
        ? input.Items().Select(item => item.GetString()!)
        : [input.ToString()];

    private static JsonNode Result(string input)
    {
        var flagged = input.Contains(Flag, StringComparison.OrdinalIgnoreCase);
        var (categories, scores, types) = (new JsonObject(), new JsonObject(), new JsonObject());
        foreach (var category in Categories)
        {
            var holds = flagged && category == Flag;
            (categories[category], scores[category], types[category]) = (holds, holds ? 0.75 : 0.0, new JsonArray("text"));
        }
        return new JsonObject { ["flagged"] = flagged, ["categories"] = categories, ["category_scores"] = scores, ["category_applied_input_types"] = types };
    }
}
