namespace AiGateway.StreamLoad;

/// <summary>Counts <c>data:</c> lines, wherever reads happen to divide them, and notices <c>[DONE]</c>.</summary>
internal sealed class EventCounter
{
    private readonly byte[] _line = new byte[16];
    private int _length;

    public int Events { get; private set; }

    public bool IsDone { get; private set; }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var end = bytes.IndexOf((byte)'\n');
            var part = end < 0 ? bytes : bytes[..end];
            var kept = Math.Min(part.Length, _line.Length - _length);
            part[..kept].CopyTo(_line.AsSpan(_length));
            _length += kept;
            if (end < 0)
                return;
            EndLine(_line.AsSpan(0, _length));
            _length = 0;
            bytes = bytes[(end + 1)..];
        }
    }

    private void EndLine(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith("data:"u8))
            Events++;
        IsDone |= start.StartsWith("data: [DONE]"u8);
    }
}
