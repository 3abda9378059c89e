using System.Text.Json;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.OpenAiChat;

/// <summary>
/// The calls of one choice of a stream. OpenAI begins each with its index, id and name and goes on with the index alone; others
/// repeat ids and names, leave them empty, leave the index out, or give every call the same one.
/// </summary>
internal sealed class CallsReading(int choice, string? answerId)
{
    private readonly List<Call> _calls = [];
    private int _begun;

    public bool Any => _begun > 0;

    public void Read(JsonElement delta, List<ChatEvent> events)
    {
        foreach (var piece in delta.ArrayOf("tool_calls").Items())
        {
            var function = piece.ObjectOf("function");
            var call = Find(piece.IntegerOf("index"), piece.WordOf("id"), function.WordOf("name"));
            Read(call, function, CallSignature.Read(piece), events);
        }
        var legacy = delta.ObjectOf("function_call");
        if (legacy.ValueKind == JsonValueKind.Object)
            Read(Find(0, null, legacy.WordOf("name")), legacy, null, events);
    }

    private Call Find(long? slot, string? id, string? name)
    {
        var known = _calls.FindLast(call => slot is not null ? call.Slot == slot : id is null || call.Id == id);
        var isAnother = known is null
            || (id is not null && known.Id is not null && known.Id != id && name is not null && known.Name is not null)
            || (slot is null && id is null && name is not null && known.Name is not null);
        if (isAnother)
            _calls.Add(known = new Call(slot));
        known!.Id ??= id;
        known.Name ??= name;
        return known;
    }

    private void Read(Call call, JsonElement function, ThoughtSignature? signature, List<ChatEvent> events)
    {
        var arguments = AnswerReader.Arguments(function);
        signature ??= call.Signature;
        if (call.Name is null)
        {
            call.Held += arguments;
            call.Signature = signature;
            return;
        }
        if (call.Ordinal is not { } ordinal)
        {
            call.Ordinal = ordinal = _begun++;
            events.Add(new ChatEvent(ChatEventKind.ToolCall) { Choice = choice, Call = ordinal, Id = call.Id ?? CallIds.Make(answerId, choice, ordinal), Name = call.Name });
            arguments = call.Held + arguments;
            call.Signature = null;
        }
        if (signature is not null)
            events.Add(new ChatEvent(ChatEventKind.ToolSignature) { Choice = choice, Call = ordinal, Text = signature.Value, Maker = signature.Maker });
        if (!string.IsNullOrEmpty(arguments))
            events.Add(ChatEvent.Piece(ChatEventKind.ToolArguments, arguments, choice, ordinal));
    }

    private sealed class Call(long? slot)
    {
        public long? Slot => slot;

        public string? Id { get; set; }

        public string? Name { get; set; }

        /// <summary>Null until it has begun, which takes a name.</summary>
        public int? Ordinal { get; set; }

        /// <summary>The proof that came before the name.</summary>
        public ThoughtSignature? Signature { get; set; }

        /// <summary>The arguments that came before it.</summary>
        public string Held { get; set; } = "";
    }
}
