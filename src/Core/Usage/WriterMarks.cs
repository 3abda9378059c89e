namespace AiGateway.Core.Usage;

/// <summary>How far each writer's records have been taken in, so that sending them again does no harm.</summary>
public sealed class WriterMarks
{
    /// <summary>
    /// Writers remembered. A node restarted is a new writer; this many must follow within one page's span before an old
    /// one's records would count again.
    /// </summary>
    public const int Capacity = 256;

    /// <summary>Those heard of longest ago first.</summary>
    public List<WriterMark> Marks { get; set; } = [];

    /// <summary>The last sequence taken in, or null for a writer not remembered.</summary>
    internal long? Last(string writer) => Marks.Find(mark => mark.Writer == writer)?.Sequence;

    internal void Set(string writer, long sequence)
    {
        Marks.RemoveAll(mark => mark.Writer == writer);
        if (Marks.Count == Capacity)
            Marks.RemoveAt(0);
        Marks.Add(new WriterMark { Writer = writer, Sequence = sequence });
    }
}

/// <summary>One writer's mark.</summary>
public sealed class WriterMark
{
    public string Writer { get; set; } = "";

    public long Sequence { get; set; }
}
