namespace AiGateway.Edge.Objects;

/// <summary>The first event of a stream.</summary>
internal static class FirstEvent
{
    private static readonly byte[][] Ends = ["\n\n"u8.ToArray(), "\r\n\r\n"u8.ToArray(), "\r\r"u8.ToArray()];

    /// <summary>Where it ends; -1 when it is not whole.</summary>
    public static int End(ReadOnlySpan<byte> stream)
    {
        var first = -1;
        foreach (var end in Ends)
        {
            var at = stream.IndexOf(end);
            if (at >= 0 && (first < 0 || at < first))
                first = at;
        }
        return first;
    }

    /// <summary>Its data, if it is one line, as JSON is; empty when there is none.</summary>
    public static ReadOnlySpan<byte> Data(ReadOnlySpan<byte> stream)
    {
        var end = End(stream);
        var left = end < 0 ? stream : stream[..end];
        while (!left.IsEmpty)
        {
            var stop = left.IndexOfAny((byte)'\n', (byte)'\r');
            var line = stop < 0 ? left : left[..stop];
            if (line.StartsWith("data:"u8))
                return line["data:"u8.Length..].TrimStart((byte)' ');
            left = stop < 0 ? default : left[(stop + 1)..];
        }
        return default;
    }
}
