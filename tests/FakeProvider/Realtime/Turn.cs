using System.Text.Json.Nodes;
using AiGateway.FakeProvider.Control;
using AiGateway.FakeProvider.Media;
using AiGateway.FakeProvider.Provider;
using AiGateway.FakeProvider.Wire;

namespace AiGateway.FakeProvider.Realtime;

/// <summary>What of an answer is sound.</summary>
/// <param name="Speaks">Whether it is spoken at all.</param>
/// <param name="Echo">What is said back; nothing means a sound of the provider's own.</param>
/// <param name="HeardBytes">All that has been heard so far, which is paid for.</param>
internal sealed record TurnAudio(bool Speaks, byte[] Echo, int HeardBytes);

/// <summary>One response on a connection: the calls of functions, or a message in words or in sound with its words.</summary>
internal sealed class Turn(RealtimeEvents events, TextPlan plan, Answer answer, int number, TurnAudio audio)
{
    private const int BytesPerToken = 1000;
    private const int ArgumentCharactersPerEvent = 8;
    private volatile bool _isCancelled;

    private string Id => $"resp_fake{number}";

    /// <summary>Set while it is being said; it then ends before its next piece.</summary>
    public bool IsCancelled
    {
        get => _isCancelled;
        set => _isCancelled = value;
    }

    /// <summary>What it has added to the conversation.</summary>
    public List<JsonObject> Items { get; } = [];

    public IEnumerable<StreamEvent> Events()
    {
        yield return events.Make("response.created", ("response", Response("in_progress")));
        foreach (var said in plan.Tools.Count > 0 ? plan.Tools.SelectMany(CallOf) : Message())
        {
            if (IsCancelled)
                break;
            yield return said;
        }
        if (!answer.OmitFinish)
            yield return events.Make("response.done", ("response", Response(IsCancelled ? "cancelled" : "completed")));
    }

    private IEnumerable<StreamEvent> Message()
    {
        var item = new JsonObject { ["id"] = $"item_said{number}", ["object"] = "realtime.item", ["type"] = "message", ["status"] = "in_progress", ["role"] = "assistant", ["content"] = new JsonArray() };
        yield return Of("response.output_item.added", item, 0, "item", item);
        yield return events.Make("conversation.item.added", ("previous_item_id", null), ("item", item));
        yield return Of("response.content_part.added", item, 0, "part", Part("", audio.Speaks ? "audio" : "text"));
        foreach (var piece in plan.Pieces)
            yield return Of(audio.Speaks ? "response.output_audio_transcript.delta" : "response.output_text.delta", item, 0, "delta", piece);
        foreach (var sound in audio.Speaks ? Sound().Chunk(BytesPerToken) : [])
            yield return Of("response.output_audio.delta", item, 0, "delta", Convert.ToBase64String(sound));
        if (audio.Speaks)
            yield return Of("response.output_audio.done", item, 0, "delta", null);
        yield return audio.Speaks
            ? Of("response.output_audio_transcript.done", item, 0, "transcript", plan.Text)
            : Of("response.output_text.done", item, 0, "text", plan.Text);
        yield return Of("response.content_part.done", item, 0, "part", Part(plan.Text, audio.Speaks ? "audio" : "text"));
        (item["status"], item["content"]) = ("completed", new JsonArray(Part(plan.Text, audio.Speaks ? "output_audio" : "output_text")));
        Items.Add(item);
        yield return Of("response.output_item.done", item, 0, "item", item);
        yield return events.Make("conversation.item.done", ("previous_item_id", null), ("item", item));
    }

    private IEnumerable<StreamEvent> CallOf(ToolCall tool, int index)
    {
        var item = new JsonObject { ["id"] = $"item_call{number}_{index}", ["object"] = "realtime.item", ["type"] = "function_call", ["status"] = "in_progress", ["call_id"] = $"call_fake{index + 1}", ["name"] = tool.Name, ["arguments"] = "" };
        yield return Of("response.output_item.added", item, index, "item", item);
        foreach (var part in tool.Arguments.Chunk(ArgumentCharactersPerEvent).Select(characters => new string(characters)))
            yield return Of("response.function_call_arguments.delta", item, index, "delta", part);
        yield return Of("response.function_call_arguments.done", item, index, "arguments", tool.Arguments);
        (item["status"], item["arguments"]) = ("completed", tool.Arguments);
        Items.Add(item);
        yield return Of("response.output_item.done", item, index, "item", item);
    }

    private byte[] Sound() => audio.Echo.Length > 0 ? audio.Echo : [.. Enumerable.Range(0, answer.Events).SelectMany(SpeechRoute.Piece)];

    private StreamEvent Of(string type, JsonObject item, int index, string member, JsonNode? value) => events.Make(
        type, ("response_id", Id), ("item_id", (string?)item["id"]), ("output_index", index), ("content_index", 0), (member, value));

    private JsonObject Part(string text, string type) => new() { ["type"] = type, [audio.Speaks ? "transcript" : "text"] = text };

    private JsonObject Response(string status) => new()
    {
        ["object"] = "realtime.response",
        ["id"] = Id,
        ["status"] = status,
        ["status_details"] = status == "cancelled" ? new JsonObject { ["type"] = "cancelled", ["reason"] = "client_cancelled" } : null,
        ["output"] = new JsonArray([.. Items.Select(item => item.DeepClone())]),
        ["conversation_id"] = "conv_fake",
        ["output_modalities"] = new JsonArray(audio.Speaks ? "audio" : "text"),
        ["max_output_tokens"] = "inf",
        ["metadata"] = null,
        ["usage"] = status == "in_progress" || answer.Usage == UsagePlace.Absent ? null : Usage(),
    };

    /// <summary>A thousand bytes of sound, or the beginning of them, are a token.</summary>
    private JsonObject Usage()
    {
        var heard = Tokens(audio.HeardBytes);
        var spoken = audio.Speaks ? Tokens(Sound().Length) : 0;
        return new JsonObject
        {
            ["total_tokens"] = plan.PromptTokens + heard + plan.CompletionTokens + spoken,
            ["input_tokens"] = plan.PromptTokens + heard,
            ["output_tokens"] = plan.CompletionTokens + spoken,
            ["input_token_details"] = new JsonObject { ["text_tokens"] = plan.PromptTokens, ["audio_tokens"] = heard, ["image_tokens"] = 0, ["cached_tokens"] = plan.CachedTokens },
            ["output_token_details"] = new JsonObject { ["text_tokens"] = plan.CompletionTokens, ["audio_tokens"] = spoken },
        };
    }

    private static int Tokens(int bytes) => (bytes + BytesPerToken - 1) / BytesPerToken;
}
