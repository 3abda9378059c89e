using System.Text.Json;

namespace AiGateway.Edge.Usage;

/// <summary>
/// How far the journal has been passed on. Bounds of a batch are written down before it is sent, so that after a crash the
/// very same batch is sent again and its receivers can tell that they had it.
/// </summary>
/// <param name="Acknowledged">Number of the last record everyone has confirmed; 0 for none.</param>
/// <param name="Intended">Number of the last record of a batch that may have been sent; equal to <paramref name="Acknowledged"/> when none is under way.</param>
internal sealed record JournalCursor(long Acknowledged, long Intended)
{
    private const string Usual = "cursor.json";

    private static readonly JournalCursor Start = new(0, 0);

    /// <summary>The stored cursor; the very beginning when there is none or it is damaged: what is sent again counts once.</summary>
    /// <param name="name">File of a reader of its own.</param>
    public static JournalCursor Load(string directory, string name = Usual)
    {
        var path = Path.Combine(directory, name);
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<JournalCursor>(File.ReadAllBytes(path)) ?? Start : Start;
        }
        catch (JsonException)
        {
            return Start;
        }
    }

    /// <summary>Replaces the stored cursor in one step: a reader finds the old or the new one, never half.</summary>
    public void Save(string directory, string name = Usual)
    {
        var draft = Path.Combine(directory, name + ".new");
        using (var file = new FileStream(draft, FileMode.Create, FileAccess.Write))
        {
            file.Write(JsonSerializer.SerializeToUtf8Bytes(this));
            // On the disk before it takes the old one's name, or a machine that loses power is left with neither.
            file.Flush(flushToDisk: true);
        }
        File.Move(draft, Path.Combine(directory, name), overwrite: true);
    }
}
