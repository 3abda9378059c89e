using AiGateway.Core.Usage;

namespace AiGateway.Edge.Usage;

/// <summary>Consecutive records of a journal as they stand in it.</summary>
/// <param name="First">Number of the first.</param>
/// <param name="Count">How many; 0 when there are none yet.</param>
/// <param name="Bytes">One JSON record a line.</param>
internal sealed record JournalLines(long First, int Count, byte[] Bytes)
{
    public long Last => First + Count - 1;

    /// <summary>The records. A line that cannot be read, such as one damaged on disk, is passed over.</summary>
    public IEnumerable<UsageRecord> Records() => Parse(Bytes);

    /// <summary>The same with the number of each.</summary>
    public IEnumerable<(long Sequence, UsageRecord Record)> Numbered() => Parse(Bytes, First);

    public static IEnumerable<UsageRecord> Parse(byte[] lines) => Parse(lines, first: 0).Select(numbered => numbered.Record);

    private static IEnumerable<(long Sequence, UsageRecord Record)> Parse(byte[] lines, long first)
    {
        var sequence = first;
        for (int start = 0, end; start < lines.Length; start = end + 1, sequence++)
        {
            end = Array.IndexOf(lines, (byte)'\n', start);
            if (end < 0)
                end = lines.Length;
            if (UsageRecordJson.TryRead(lines.AsSpan(start, end - start), out var record))
                yield return (sequence, record!);
        }
    }
}
