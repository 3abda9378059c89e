using System.Buffers.Binary;
using System.Security.Cryptography;

namespace AiGateway.Edge.Api;

/// <summary>
/// Names calls: <c>req_</c> and 32 hexadecimal digits, in the order of time. Unique by the process's random part and its
/// count, so that no call has to ask the system for randomness.
/// </summary>
internal sealed class CallIds(TimeProvider time)
{
    private const string Prefix = "req_";

    /// <summary>48 bits tell processes apart.</summary>
    private readonly ulong _process = BinaryPrimitives.ReadUInt64BigEndian(RandomNumberGenerator.GetBytes(8)) >> 16;
    private uint _count;

    public string Next()
    {
        var ms = (ulong)time.GetUtcNow().ToUnixTimeMilliseconds();
        var count = Interlocked.Increment(ref _count);
        return string.Create(Prefix.Length + 32, (Ms: ms, Process: _process, Count: count), static (text, id) =>
        {
            Prefix.CopyTo(text);
            Write(text[4..16], id.Ms);
            Write(text[16..28], id.Process);
            Write(text[28..36], id.Count);
        });
    }

    private static void Write(Span<char> digits, ulong value)
    {
        for (var i = digits.Length - 1; i >= 0; i--, value >>= 4)
            digits[i] = "0123456789abcdef"[(int)(value & 15)];
    }
}
