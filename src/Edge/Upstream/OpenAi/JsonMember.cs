using AiGateway.Edge.Api.OpenAi;

namespace AiGateway.Edge.Upstream.OpenAi;

/// <summary>Takes a member out of an object so that what remains is still an object.</summary>
internal static class JsonMember
{
    /// <summary>The member and one comma: the one before it when an earlier member stays, else the one after it.</summary>
    public static ByteRange Removal(ReadOnlySpan<byte> json, long nameStart, long valueEnd, bool earlierStays)
    {
        var start = (int)nameStart;
        var end = (int)valueEnd;
        if (earlierStays)
            return ByteRange.Between(json[..start].LastIndexOf((byte)','), end);

        while (end < json.Length && json[end] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
            end++;
        return ByteRange.Between(start, end < json.Length && json[end] == ',' ? end + 1 : (int)valueEnd);
    }
}
