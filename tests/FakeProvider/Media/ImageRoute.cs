using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AiGateway.FakeProvider.Control;
using AiGateway.FakeProvider.Log;
using AiGateway.FakeProvider.Provider;
using AiGateway.FakeProvider.Wire;

namespace AiGateway.FakeProvider.Media;

/// <summary><c>POST /images/generations</c>, <c>/edits</c> and <c>/variations</c>: always the same picture of one pixel.</summary>
internal sealed partial class ImageRoute : IRoute
{
    private const string Picture = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";
    private const int TokensPerPicture = 272;

    public bool Serves(Call call) => call.Method == "POST" && Place().IsMatch(call.Path);

    public Task<Ending> AnswerAsync(Exchange exchange)
    {
        var (call, answer) = (exchange.Call, exchange.Answer);
        var operation = Place().Match(call.Path).Groups["what"].Value;
        if (Refusal(call, operation) is { } refusal)
            return exchange.Wire.LiteralAsync(refusal);
        if (!call.Stream)
            return exchange.Wire.WholeAsync(Whole(call, exchange.CreatedS));
        var prefix = operation == "edits" ? "image_edit" : "image_generation";
        return exchange.StreamAsync(new MediaAnswer(
            Events(call, answer, prefix, exchange.CreatedS), text => new JsonObject { ["type"] = prefix + ".partial_image", ["b64_json"] = text }, named: true, done: false));
    }

    private static Answer? Refusal(Call call, string operation)
    {
        if (Provider.Refusal.NoKey(call) is { } noKey)
            return noKey;
        if (operation != "variations" && string.IsNullOrEmpty(call.Text("prompt")))
            return Provider.Refusal.Invalid("Missing required parameter: 'prompt'.");
        return operation != "generations" && call.Files.Count == 0 && !call.Member("images").IsGiven()
            ? Provider.Refusal.Invalid("Missing required parameter: 'image'.")
            : null;
    }

    private static JsonObject Whole(Call call, long createdS)
    {
        var hasAddress = call.Model?.StartsWith("dall-e", StringComparison.Ordinal) != false && call.Text("response_format") != "b64_json";
        var pictures = Enumerable.Range(1, call.Choices).Select(number => (JsonNode)(hasAddress
            ? new JsonObject { ["url"] = $"https://images.example/fake{number}.png" }
            : new JsonObject { ["b64_json"] = Picture }));
        var whole = new JsonObject { ["created"] = createdS, ["data"] = new JsonArray([.. pictures]) };
        if (!hasAddress)
            Describe(whole, call)["usage"] = Usage(call);
        return whole;
    }

    private static IEnumerable<JsonObject> Events(Call call, Answer answer, string prefix, long createdS)
    {
        for (var part = 0; part < (call.Number("partial_images") ?? 0); part++)
            yield return Describe(new JsonObject { ["type"] = prefix + ".partial_image", ["b64_json"] = Picture, ["created_at"] = createdS, ["partial_image_index"] = part }, call);
        if (answer.OmitFinish)
            yield break;
        var last = Describe(new JsonObject { ["type"] = prefix + ".completed", ["b64_json"] = Picture, ["created_at"] = createdS }, call);
        if (answer.Usage != UsagePlace.Absent)
            last["usage"] = Usage(call);
        yield return last;
    }

    private static JsonObject Describe(JsonObject said, Call call)
    {
        foreach (var (name, usual) in new[] { ("background", "opaque"), ("output_format", "png"), ("quality", "high"), ("size", "1024x1024") })
            said[name] = call.Text(name) is null or "auto" ? usual : call.Text(name);
        return said;
    }

    private static JsonObject Usage(Call call)
    {
        var (text, pictures) = (Words.In(call.Member("prompt")), call.Files.Count * TokensPerPicture);
        return new JsonObject
        {
            ["total_tokens"] = text + pictures + (call.Choices * TokensPerPicture),
            ["input_tokens"] = text + pictures,
            ["output_tokens"] = call.Choices * TokensPerPicture,
            ["input_tokens_details"] = new JsonObject { ["text_tokens"] = text, ["image_tokens"] = pictures },
        };
    }

    [GeneratedRegex("/images/(?<what>generations|edits|variations)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Place();
}
