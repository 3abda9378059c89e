using System.Buffers;
using System.Text.Json;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.OpenAiResponses;

/// <summary>Frames and counts the events of one stream.</summary>
internal sealed class EventOutput
{
    /// <summary>Of the next event, from 0.</summary>
    public long NextSequence { get; private set; }

    /// <summary>Where the bytes go; to be set before each writing.</summary>
    public IBufferWriter<byte> Output { get; set; } = new ArrayBufferWriter<byte>();

    /// <param name="response">Its JSON.</param>
    public void Response(byte[] type, ReadOnlyMemory<byte> response) => Emit(type, response, static (json, response) =>
    {
        json.WritePropertyName("response"u8);
        json.WriteRawValue(response.Span, skipInputValidation: true);
    });

    /// <param name="index">The item's place in the answer.</param>
    /// <param name="item">Its JSON.</param>
    public void Item(byte[] type, int index, byte[] item) => Emit(type, (index, item), static (json, at) =>
    {
        json.WriteNumber("output_index"u8, at.index);
        json.WritePropertyName("item"u8);
        json.WriteRawValue(at.item, skipInputValidation: true);
    });

    public void Part(byte[] type, in Place place, OutputPart part) => Emit(type, (place, part), static (json, at) =>
    {
        at.place.Write(json);
        json.WritePropertyName("part"u8);
        at.part.Write(json);
    });

    /// <param name="member">What the text is called: <c>delta</c>, <c>text</c>, <c>refusal</c> or <c>arguments</c>.</param>
    public void Text(byte[] type, in Place place, string member, string text) => Emit(type, (place, member, text), static (json, at) =>
    {
        at.place.Write(json);
        json.WriteString(at.member, at.text);
    });

    /// <summary>As <see cref="Text"/>, with the probabilities that texts always come with.</summary>
    public void Probable(byte[] type, in Place place, string member, string text, List<JsonElement> logprobs) => Emit(type, (place, member, text, logprobs), static (json, at) =>
    {
        at.place.Write(json);
        json.WriteString(at.member, at.text);
        LogprobJson.Write(json, at.logprobs);
    });

    public void Annotation(in Place place, int index, JsonElement annotation) => Emit(EventTypes.AnnotationAdded, (place, index, annotation), static (json, at) =>
    {
        at.place.Write(json);
        json.WriteNumber("annotation_index"u8, at.index);
        json.WritePropertyName("annotation"u8);
        AnnotationJson.Write(json, at.annotation);
    });

    public void Summary(byte[] type, in Place place, string text) => Emit(type, (place, text), static (json, at) =>
    {
        at.place.Write(json);
        json.WriteStartObject("part"u8);
        json.WriteString("type"u8, "summary_text"u8);
        json.WriteString("text"u8, at.text);
        json.WriteEndObject();
    });

    /// <param name="name">The function, which is said again at the end.</param>
    public void Arguments(in Place place, string name, string arguments) => Emit(EventTypes.ArgumentsDone, (place, name, arguments), static (json, at) =>
    {
        at.place.Write(json);
        json.WriteString("name"u8, at.name);
        json.WriteString("arguments"u8, at.arguments);
    });

    private void Emit<T>(byte[] type, in T state, Action<Utf8JsonWriter, T> members) =>
        SseOutput.Named(Output, type, (type, sequence: NextSequence++, state, members), static (json, e) =>
        {
            json.WriteStartObject();
            json.WriteString("type"u8, e.type);
            json.WriteNumber("sequence_number"u8, e.sequence);
            e.members(json, e.state);
            json.WriteEndObject();
        });
}

/// <summary>Which part of which item an event is about.</summary>
/// <param name="Item">The item's id.</param>
/// <param name="Output">Its place in the answer.</param>
/// <param name="Member">What the part's place is called: <c>content_index</c> or <c>summary_index</c>; null for an item without parts.</param>
/// <param name="Part">The part's place in the item.</param>
internal readonly record struct Place(string Item, int Output, string? Member = null, int Part = 0)
{
    public void Write(Utf8JsonWriter json)
    {
        json.WriteString("item_id"u8, Item);
        json.WriteNumber("output_index"u8, Output);
        if (Member is not null)
            json.WriteNumber(Member, Part);
    }
}
