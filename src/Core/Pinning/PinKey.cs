using System.Buffers.Text;
using System.Security.Cryptography;

namespace AiGateway.Core.Pinning;

/// <summary>
/// What a pin is kept under: the kind, and a SHA-256 of the id or blob. Whoever holds one can use it, or read thoughts in it,
/// so it is not kept itself.
/// </summary>
public static class PinKey
{
    /// <param name="kind">What it is: ids of two kinds may be alike.</param>
    /// <param name="id">As the provider made it, in UTF-8, escapes of JSON resolved.</param>
    public static string Of(PinKind kind, ReadOnlySpan<byte> id)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(id, digest);
        return $"{Name(kind)}/{Base64Url.EncodeToString(digest)}";
    }

    /// <summary>What a consumer's list of a kind is kept under.</summary>
    public static string OfShelf(PinKind kind, string consumer) => $"{Name(kind)}/{consumer}";

    private static string Name(PinKind kind) => kind switch
    {
        PinKind.File => "file",
        PinKind.Batch => "batch",
        PinKind.Signature => "signature",
        PinKind.Response => "response",
        PinKind.Conversation => "conversation",
        PinKind.Upload => "upload",
        PinKind.VectorStore => "vector_store",
        PinKind.FineTuningJob => "fine_tuning_job",
        PinKind.Container => "container",
        PinKind.Eval => "eval",
        PinKind.Video => "video",
        PinKind.VideoCharacter => "video_character",
        PinKind.Assistant => "assistant",
        PinKind.Thread => "thread",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
