using System.Text.Json;
using System.Text.RegularExpressions;
using AiGateway.FakeProvider.Control;
using AiGateway.FakeProvider.Provider;

namespace AiGateway.FakeProvider.Bedrock;

/// <summary>What Converse demands of a request before it answers.</summary>
internal static partial class BedrockRequest
{
    private static readonly string[] Kinds =
    [
        "text", "image", "document", "video", "audio", "toolUse", "toolResult", "guardContent", "cachePoint", "reasoningContent",
        "citationsContent", "searchResult",
    ];

    private static readonly string[] ImageFormats = ["png", "jpeg", "gif", "webp"];

    /// <summary>Null when it can be served.</summary>
    public static Answer? Refusal(Call call)
    {
        if (call.Body.ValueKind != JsonValueKind.Object)
            return BedrockRefusal.Error(400, "SerializationException", "Unexpected token.");
        var sampling = call.Member("inferenceConfig");
        if (sampling.At("maxTokens").IsGiven() && sampling.At("maxTokens").AsNumber() is not >= 1)
            return Invalid("Value at 'inferenceConfig.maxTokens' failed to satisfy constraint: Member must have value greater than or equal to 1");
        if (OutOfOne(sampling.At("temperature")) || OutOfOne(sampling.At("topP")))
            return Invalid("Value at 'inferenceConfig' failed to satisfy constraint: Member must have value less than or equal to 1");
        if (call.Member("system").Items().Any(block => block.At("text").AsText() is { } text && string.IsNullOrWhiteSpace(text)))
            return Invalid("The text field in the SystemContentBlock object is blank. Add text to the text field, and try again.");
        return BadTurns(call);
    }

    private static Answer? BadTurns(Call call)
    {
        var (role, open) = ("assistant", new List<string>());
        foreach (var (number, message) in call.Member("messages").Items().Index())
        {
            if (message.At("role").AsText() is not ("user" or "assistant") and var odd)
                return Invalid($"Value '{odd}' at 'messages.{number + 1}.member.role' failed to satisfy constraint: Member must satisfy enum value set: [user, assistant]");
            if (message.At("role").GetString() == role)
                return Invalid(number == 0 ? "A conversation must start with a user message. Try again with a conversation that starts with a user message." : "A conversation must alternate between user and assistant roles. Make sure the conversation alternates between user and assistant roles and try again.");
            role = message.At("role").GetString()!;
            var blocks = message.At("content").Items().ToList();
            if (blocks.Count == 0)
                return Invalid($"The content field in the Message object at messages.{number} is empty. Add a ContentBlock object to the content field and try again.");
            foreach (var (place, block) in blocks.Index())
            {
                if (BadBlock(block, $"messages.{number}.content.{place}", call) is { } bad)
                    return bad;
            }

            var answered = Ids(blocks, "toolResult");
            if (answered.Except(open).Any())
                return Invalid($"The number of toolResult blocks at messages.{number}.content exceeds the number of toolUse blocks of previous turn.");
            if (open.Except(answered).FirstOrDefault() is { } missing)
                return Invalid($"Expected toolResult blocks at messages.{number}.content for the following Ids: {missing}");
            open = Ids(blocks, "toolUse");
        }

        return null;
    }

    private static Answer? BadBlock(JsonElement block, string at, Call call)
    {
        if (Kinds.Count(kind => block.At(kind).IsGiven()) != 1)
            return Invalid($"ContentBlock object at {at} must set one of the following keys: {string.Join(", ", Kinds)}.");
        if (block.At("text").AsText() is { } text && string.IsNullOrWhiteSpace(text))
            return Invalid($"The text field in the ContentBlock object at {at} is blank. Add text to the text field, and try again.");
        if ((block.At("toolUse").IsGiven() || block.At("toolResult").IsGiven()) && !call.Member("toolConfig").At("tools").Items().Any())
            return Invalid("The toolConfig field must be defined when using toolUse and toolResult content blocks.");
        if (block.At("toolUse").IsGiven() && block.At("toolUse").At("input").ValueKind != JsonValueKind.Object)
            return Invalid($"The format of the value at {at}.toolUse.input is invalid. Provide a json object for the field and try again.");
        if (block.At("image").IsGiven() && !ImageFormats.Contains(block.At("image").At("format").AsText()))
            return Invalid($"Value at '{at}.image.format' failed to satisfy constraint: Member must satisfy enum value set: [gif, jpeg, png, webp]");
        if (block.At("document").IsGiven() && !DocumentName().IsMatch(block.At("document").At("name").AsText() ?? ""))
            return Invalid("The document file name can only contain alphanumeric characters, whitespace characters, hyphens, parentheses, and square brackets. The name can't contain more than one consecutive whitespace character.");
        return block.At("reasoningContent").At("reasoningText").At("signature").AsText() is { } seal && seal != Thought.Of(call.Key!)
            ? Invalid($"The model returned the following errors: {at}: Invalid `signature` in `thinking` block")
            : null;
    }

    private static bool OutOfOne(JsonElement value) => value.ValueKind == JsonValueKind.Number && value.GetDouble() is < 0 or > 1;

    private static List<string> Ids(List<JsonElement> blocks, string kind) =>
        [.. blocks.Where(block => block.At(kind).IsGiven()).Select(block => block.At(kind).At("toolUseId").AsText() ?? "")];

    private static Answer Invalid(string message) => BedrockRefusal.Invalid(message);

    [GeneratedRegex(@"^[A-Za-z0-9\-()\[\]]+(\s[A-Za-z0-9\-()\[\]]+)*$", RegexOptions.ExplicitCapture)]
    private static partial Regex DocumentName();
}
