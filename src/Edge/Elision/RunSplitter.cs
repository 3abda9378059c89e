using System.Buffers;

namespace AiGateway.Edge.Elision;

/// <summary>
/// Finds, in a body that comes piece by piece, runs of base64 too long to be anything but a picture, a sound or a document. The
/// beginning of a run is kept.
/// </summary>
internal struct RunSplitter
{
    /// <summary>So much of a run is kept, bytes: whole groups of four characters.</summary>
    public const int Threshold = 64 * 1024;

    /// <summary>Text hardly ever has none of the other characters in so many, so that looking at the ends of windows is enough.</summary>
    private const int Window = 4 * 1024;

    /// <summary>Not the alphabet for addresses: what is written in that is rewritten on the way to some providers, and must be there for it.</summary>
    private static readonly SearchValues<byte> Base64 = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"u8);

    private int _run;

    /// <summary>How much of what comes next is of one kind.</summary>
    /// <param name="bytes">What has come; not empty.</param>
    /// <param name="elided">Whether it is of a run, behind the part of it that is kept.</param>
    /// <returns>At least 1.</returns>
    public int Next(ReadOnlySpan<byte> bytes, out bool elided)
    {
        elided = false;
        if (_run == Threshold)
        {
            var end = bytes.IndexOfAnyExcept(Base64);
            if (end != 0)
            {
                elided = true;
                return end < 0 ? bytes.Length : end;
            }
        }
        var window = bytes[..Math.Min(Window, bytes.Length)];
        var other = window.LastIndexOfAnyExcept(Base64);
        if (other >= 0)
        {
            _run = window.Length - 1 - other;
            return window.Length;
        }
        var kept = Math.Min(window.Length, Threshold - _run);
        _run += kept;
        return kept;
    }
}
