using System.Text;
using System.Text.Json;

namespace AiGateway.Core.Dialects.OpenAiResponses;

/// <summary>A call of a function while it is being written, or waits to be.</summary>
internal sealed class OpenCall(EventOutput events, int number, string callId, string name)
{
    private readonly StringBuilder _arguments = new();
    private Place? _place;

    /// <summary>Among the calls of the answer.</summary>
    public int Number => number;

    public string CallId => callId;

    /// <summary>The proof of the thoughts behind it, until it is written.</summary>
    public ThoughtSignature? Proof { get; set; }

    public bool IsOpen => _place is not null;

    public void Open(string id, int index)
    {
        _place = new Place(id, index);
        events.Item(EventTypes.ItemAdded, index, ItemJson.Call(id, "in_progress", callId, name, ""));
        if (_arguments.Length > 0)
            events.Text(EventTypes.ArgumentsDelta, _place.Value, "delta", _arguments.ToString());
    }

    public void Append(string piece)
    {
        _arguments.Append(piece);
        if (_place is { } place)
            events.Text(EventTypes.ArgumentsDelta, place, "delta", piece);
    }

    /// <summary>Whether its arguments are a whole object, so that nothing more can come.</summary>
    public bool IsWhole()
    {
        if (_arguments.Length == 0 || _arguments[^1] is not ('}' or ' ' or '\n' or '\r' or '\t'))
            return false;
        try
        {
            return JsonElement.Parse(_arguments.ToString()).ValueKind == JsonValueKind.Object;
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            return false;
        }
    }

    /// <summary>It must be open.</summary>
    /// <returns>The whole item.</returns>
    public byte[] Close(string status)
    {
        var place = _place!.Value;
        if (_arguments.Length == 0)
            Append("{}");
        var arguments = _arguments.ToString();
        events.Arguments(place, name, arguments);
        var item = ItemJson.Call(place.Item, status, callId, name, arguments);
        events.Item(EventTypes.ItemDone, place.Output, item);
        return item;
    }
}
