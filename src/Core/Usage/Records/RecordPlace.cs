using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace AiGateway.Core.Usage.Records;

/// <summary>A place in the list of records, which is in order of start, then edge, then number, all descending.</summary>
/// <param name="StartedAtMs">When the call was accepted, Unix milliseconds.</param>
/// <param name="Edge">Id of the edge that wrote the record.</param>
/// <param name="Sequence">Its number in that edge's journal, from 1.</param>
public sealed record RecordPlace(long StartedAtMs, string Edge, long Sequence)
{
    /// <summary>The order of the list.</summary>
    public static readonly IComparer<StoredRecord> NewestFirst = Comparer<StoredRecord>.Create((a, b) => Of(b).CompareTo(Of(a)));

    /// <summary>Where a record stands.</summary>
    public static RecordPlace Of(StoredRecord stored) => new(stored.Record.StartedAtMs, stored.Edge, stored.Sequence);

    /// <summary>As a word for an address, whose insides are nobody's business.</summary>
    public string ToCursor() => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{StartedAtMs} {Sequence} {Edge}")));

    /// <summary>Reads such a word back.</summary>
    /// <returns>False for anything <see cref="ToCursor"/> did not make.</returns>
    public static bool TryParse(string cursor, out RecordPlace? place)
    {
        place = null;
        if (cursor.Length > 512 || !Base64Url.IsValid(cursor))
            return false;
        var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor)).Split(' ', 3);
        if (parts.Length < 3 || parts[2].Contains('\0') || !Number(parts[0], out var startedAtMs) || !Number(parts[1], out var sequence))
            return false;
        place = new RecordPlace(startedAtMs, parts[2], sequence);
        return true;
    }

    /// <summary>Less than 0 when this is the older one, 0 when both are one place.</summary>
    public int CompareTo(RecordPlace other)
    {
        var byTime = StartedAtMs.CompareTo(other.StartedAtMs);
        var byEdge = byTime != 0 ? byTime : string.CompareOrdinal(Edge, other.Edge);
        return byEdge != 0 ? byEdge : Sequence.CompareTo(other.Sequence);
    }

    private static bool Number(string text, out long number) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
