using System.Text;
using System.Text.Json;

namespace AiGateway.Core.Tests.Dialects.OpenAiResponses;

/// <summary>Puts a stream together as clients do, and is as strict as the strictest of them.</summary>
internal sealed class Snapshot
{
    private readonly List<(JsonElement Added, JsonElement? Done)> _items = [];
    private readonly Dictionary<(int Item, int Part), StringBuilder> _texts = [];
    private long _sequence;

    public JsonElement Final { get; private set; }

    public string[] Names { get; private init; } = [];

    public static Snapshot Of(string stream)
    {
        var frames = Wire.Frames(stream);
        var snapshot = new Snapshot { Names = [.. frames.Select(frame => frame.Name.Replace("response.", "", StringComparison.Ordinal))] };
        foreach (var (name, data) in frames)
            snapshot.Take(name, JsonElement.Parse(data));
        return snapshot;
    }

    private void Take(string name, JsonElement data)
    {
        Assert.Equal(name, data.GetProperty("type").GetString());
        Assert.Equal(_sequence, data.GetProperty("sequence_number").GetInt64());
        Assert.Equal(JsonValueKind.Undefined, Final.ValueKind);
        if (_sequence++ < 2)
        {
            Assert.Equal(_sequence == 1 ? "response.created" : "response.in_progress", name);
            Assert.Equal("in_progress", data.GetProperty("response").GetProperty("status").GetString());
            return;
        }
        if (data.TryGetProperty("response", out var response))
        {
            End(name, response);
            return;
        }
        var index = data.GetProperty("output_index").GetInt32();
        if (name == "response.output_item.added")
        {
            Assert.Equal(_items.Count, index);
            Assert.All(_items, item => Assert.NotNull(item.Done));
            _items.Add((data.GetProperty("item"), null));
            return;
        }
        var (added, done) = _items[index];
        Assert.Null(done);
        if (name == "response.output_item.done")
        {
            Done(index, added, data.GetProperty("item"));
            return;
        }
        Assert.Equal(added.GetProperty("id").GetString(), data.GetProperty("item_id").GetString());
        Part(name, data, index);
    }

    private void Part(string name, JsonElement data, int index)
    {
        var part = data.TryGetProperty("content_index", out var content) || data.TryGetProperty("summary_index", out content) ? content.GetInt32() : 0;
        if (name.EndsWith("part.added", StringComparison.Ordinal))
        {
            Assert.Equal(part, _texts.Keys.Count(key => key.Item == index));
            _texts[(index, part)] = new();
        }
        else if (name.EndsWith(".delta", StringComparison.Ordinal))
        {
            if (name.Contains("arguments", StringComparison.Ordinal))
                _texts.TryAdd((index, 0), new());
            _texts[(index, part)].Append(data.GetProperty("delta").GetString());
            Assert.Equal(name.Contains("output_text", StringComparison.Ordinal), data.TryGetProperty("logprobs", out _));
        }
        else if (name.EndsWith("part.done", StringComparison.Ordinal))
        {
            Assert.Equal(_texts[(index, part)].ToString(), Text(data.GetProperty("part")));
        }
        else if (name.EndsWith(".done", StringComparison.Ordinal))
        {
            Assert.Equal(_texts[(index, part)].ToString(), Text(data));
        }
    }

    private void Done(int index, JsonElement added, JsonElement item)
    {
        Assert.Equal((added.GetProperty("id").GetString(), added.GetProperty("type").GetString()), (item.GetProperty("id").GetString(), item.GetProperty("type").GetString()));
        var whole = item.GetProperty("type").GetString() switch
        {
            "message" => string.Concat(item.GetProperty("content").EnumerateArray().Select(Text)),
            "reasoning" => string.Concat(item.GetProperty("summary").EnumerateArray().Select(Text)),
            "function_call" => item.GetProperty("arguments").GetString(),
            _ => "",
        };
        Assert.Equal(string.Concat(_texts.Where(text => text.Key.Item == index).OrderBy(text => text.Key.Part).Select(text => text.Value)), whole);
        _items[index] = (added, item);
    }

    private void End(string name, JsonElement response)
    {
        Assert.Equal(name, "response." + response.GetProperty("status").GetString());
        Assert.Equal(_items.Select(item => item.Done!.Value.GetRawText()), response.GetProperty("output").EnumerateArray().Select(item => item.GetRawText()));
        Final = response;
    }

    private static string? Text(JsonElement part) => new[] { "text", "refusal", "arguments" }
        .Select(name => part.TryGetProperty(name, out var text) ? text.GetString() : null).First(text => text is not null);
}
