using System.Text.Json;

namespace AiGateway.Core.Dialects.OpenAiResponses;

/// <summary>A message while it is being written. Its parts are opened and closed as text and refusal take turns.</summary>
internal sealed class OpenMessage
{
    private readonly EventOutput _events;
    private readonly string _id;
    private readonly int _index;
    private readonly List<OutputPart> _parts = [];
    private readonly List<JsonElement> _waiting = [];

    public OpenMessage(EventOutput events, string id, int index)
    {
        (_events, _id, _index) = (events, id, index);
        events.Item(EventTypes.ItemAdded, index, ItemJson.Message(id, "in_progress", _parts));
    }

    private Place Place => new(_id, _index, "content_index", _parts.Count - 1);

    public void Say(string piece, bool isRefusal)
    {
        var part = Part(isRefusal);
        part.Text.Append(piece);
        if (isRefusal)
        {
            _events.Text(EventTypes.RefusalDelta, Place, "delta", piece);
            return;
        }
        Piece(part, piece);
    }

    /// <summary>Probabilities of tokens, which go with the next text, or alone when none follows.</summary>
    public void Weigh(List<JsonElement> tokens) => _waiting.AddRange(tokens);

    public void Cite(JsonElement? annotations)
    {
        var sources = new List<JsonElement>();
        AnnotationJson.Gather(annotations, sources);
        if (sources.Count == 0)
            return;
        var part = Part(isRefusal: false);
        foreach (var source in sources)
        {
            _events.Annotation(Place, part.Annotations.Count, source);
            part.Annotations.Add(source);
        }
    }

    /// <returns>The whole item.</returns>
    public byte[] Close(string status)
    {
        if (_waiting.Count > 0)
            Piece(Part(isRefusal: false), "");
        ClosePart();
        var item = ItemJson.Message(_id, status, _parts);
        _events.Item(EventTypes.ItemDone, _index, item);
        return item;
    }

    private void Piece(OutputPart part, string piece)
    {
        _events.Probable(EventTypes.TextDelta, Place, "delta", piece, _waiting);
        part.Logprobs.AddRange(_waiting);
        _waiting.Clear();
    }

    private OutputPart Part(bool isRefusal)
    {
        if (_parts is [.., var last] && last.IsRefusal == isRefusal)
            return last;
        ClosePart();
        var part = new OutputPart(isRefusal);
        _parts.Add(part);
        _events.Part(EventTypes.PartAdded, Place, part);
        return part;
    }

    private void ClosePart()
    {
        if (_parts is not [.., var part])
            return;
        var text = part.Text.ToString();
        if (part.IsRefusal)
            _events.Text(EventTypes.RefusalDone, Place, "refusal", text);
        else
            _events.Probable(EventTypes.TextDone, Place, "text", text, part.Logprobs);
        _events.Part(EventTypes.PartDone, Place, part);
    }
}
