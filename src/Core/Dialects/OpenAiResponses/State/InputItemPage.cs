using System.Buffers;
using System.Text.Json;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.OpenAiResponses.State;

/// <summary>A page of the items of a response's input.</summary>
/// <param name="Ascending">True for the oldest first; the API's default is the newest.</param>
/// <param name="After">The id of the item before the page; null for the first page.</param>
/// <param name="Limit">Items of a page, 1–100.</param>
public sealed record InputItemPage(bool Ascending = false, string? After = null, int Limit = InputItemPage.DefaultLimit)
{
    public const int DefaultLimit = 20;
    public const int MaxLimit = 100;

    /// <summary>Writes the list the client asked for.</summary>
    /// <param name="items">The whole input, a JSON array, the oldest first.</param>
    /// <returns>False when there is no item <see cref="After"/> in it; nothing is written.</returns>
    public bool TryWrite(ReadOnlyMemory<byte> items, IBufferWriter<byte> output)
    {
        var all = new List<JsonElement>();
        foreach (var item in JsonElement.Parse(items.Span).EnumerateArray())
            all.Add(item);
        if (!Ascending)
            all.Reverse();
        var after = After;
        var from = after is null ? 0 : all.FindIndex(item => item.TextOf("id") == after) + 1;
        if (after is not null && from == 0)
            return false;
        var count = Math.Min(Math.Clamp(Limit, 1, MaxLimit), all.Count - from);
        JsonOutput.Write(output, (page: all.GetRange(from, count), hasMore: from + count < all.Count), static (json, list) =>
        {
            json.WriteStartObject();
            json.WriteString("object"u8, "list"u8);
            json.WriteStartArray("data"u8);
            foreach (var item in list.page)
                item.WriteTo(json);
            json.WriteEndArray();
            json.WriteString("first_id"u8, list.page.Count > 0 ? list.page[0].TextOf("id") : null);
            json.WriteString("last_id"u8, list.page.Count > 0 ? list.page[^1].TextOf("id") : null);
            json.WriteBoolean("has_more"u8, list.hasMore);
            json.WriteEndObject();
        });
        return true;
    }
}
