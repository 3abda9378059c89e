using System.Buffers;
using System.Text;
using AiGateway.Edge.Elision;
using AiGateway.Edge.Forms;
using CsCheck;

namespace AiGateway.Edge.Tests.Elision;

public sealed class ElidedRunsTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("elided-").FullName;

    [Fact]
    public async Task A_picture_leaves_a_body_that_is_still_base64_and_comes_back_whole()
    {
        var picture = Convert.ToBase64String(new byte[(1024 * 1024) + 1]);
        var body = Encoding.ASCII.GetBytes($"{{\"text\":\"hello\",\"url\":\"data:image/png;base64,{picture}\",\"more\":[1,2]}}");
        using var runs = New();

        var kept = await Kept(runs, body, 10_000);
        var left = System.Text.Json.JsonElement.Parse(kept).GetProperty("url").GetString()!["data:image/png;base64,".Length..];

        Assert.InRange(kept.Length, RunSplitter.Threshold, RunSplitter.Threshold + 200);
        Assert.NotEmpty(Convert.FromBase64String(left));
        Assert.Equal(body, await Sent(runs, kept));
    }

    [Fact]
    public void Any_body_in_any_pieces_comes_back_as_it_was() => Gen.Select(
            Gen.Select(Gen.Int[0, 3], Gen.Int[0, 90_000]).Array[1, 6], Gen.Int[1, 70_000])
        .Sample((parts, piece) =>
        {
            var text = new StringBuilder();
            foreach (var (kind, length) in parts)
                text.Append(kind switch { 0 => "\"", 1 => new string('/', length), 2 => string.Concat(Enumerable.Repeat("text and more, ", length / 100)), _ => new string('Z', length) + "==" });
            var body = Encoding.ASCII.GetBytes(text.ToString());
            using var runs = New();
            var kept = Kept(runs, body, piece).GetAwaiter().GetResult();
            Assert.Equal(body, Sent(runs, kept).GetAwaiter().GetResult());
            Assert.Equal(body.Length - runs.Length, kept.Length - (runs.IsEmpty ? 0 : 48 * Marks(kept)));
        }, iter: 60);

    [Fact]
    public async Task A_mark_of_another_body_is_only_text()
    {
        using var one = New();
        using var other = New();
        var kept = await Kept(one, Encoding.ASCII.GetBytes(new string('A', 200_000)), 5_000);

        Assert.Equal(kept, await Sent(other, kept));
    }

    [Fact]
    public async Task Without_room_for_it_a_body_is_refused()
    {
        using var runs = new ElidedRuns(new Spool(_directory, new SpoolRoom(1_000)));

        Assert.False(await runs.Take(new ReadOnlySequence<byte>(Encoding.ASCII.GetBytes(new string('A', 400_000))), new ArrayBufferWriter<byte>(), TestContext.Current.CancellationToken));
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private ElidedRuns New() => new(new Spool(_directory, new SpoolRoom(long.MaxValue)));

    private static int Marks(byte[] kept) => Encoding.ASCII.GetString(kept).Split("AIGW").Length - 1;

    private static async Task<byte[]> Kept(ElidedRuns runs, byte[] body, int pieceLength)
    {
        var kept = new ArrayBufferWriter<byte>();
        for (var at = 0; at < body.Length; at += pieceLength)
            Assert.True(await runs.Take(new ReadOnlySequence<byte>(body.AsMemory(at, Math.Min(pieceLength, body.Length - at))), kept, CancellationToken.None));
        Assert.True(await runs.Complete(kept, CancellationToken.None));
        return kept.WrittenSpan.ToArray();
    }

    private static async Task<byte[]> Sent(ElidedRuns runs, byte[] kept)
    {
        using var sent = new MemoryStream();
        foreach (var piece in runs.Pieces(kept))
            await piece.CopyTo(sent, CancellationToken.None);
        return sent.ToArray();
    }
}
