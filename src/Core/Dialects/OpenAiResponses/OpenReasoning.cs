using System.Text;

namespace AiGateway.Core.Dialects.OpenAiResponses;

/// <summary>Thoughts while they are being written: one part of a summary, or none.</summary>
internal sealed class OpenReasoning
{
    private readonly EventOutput _events;
    private readonly string _id;
    private readonly int _index;
    private readonly StringBuilder _text = new();

    public OpenReasoning(EventOutput events, string id, int index)
    {
        (_events, _id, _index) = (events, id, index);
        events.Item(EventTypes.ItemAdded, index, ItemJson.Reasoning(id, "", null));
    }

    private Place Place => new(_id, _index, "summary_index");

    public void Think(string piece)
    {
        if (_text.Length == 0)
            _events.Summary(EventTypes.SummaryAdded, Place, "");
        _text.Append(piece);
        _events.Text(EventTypes.SummaryDelta, Place, "delta", piece);
    }

    /// <param name="seal">As <see cref="SealedThought"/> writes it; null without one.</param>
    /// <returns>The whole item.</returns>
    public byte[] Close(string? seal)
    {
        var text = _text.ToString();
        if (text.Length > 0)
        {
            _events.Text(EventTypes.SummaryTextDone, Place, "text", text);
            _events.Summary(EventTypes.SummaryDone, Place, text);
        }
        var item = ItemJson.Reasoning(_id, text, seal);
        _events.Item(EventTypes.ItemDone, _index, item);
        return item;
    }
}
