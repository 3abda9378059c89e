using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace AiGateway.Edge.Security;

/// <summary>
/// The key last presented on a connection, with its digest: a client sends the same one with every call, and the digest is
/// what costs. Belongs to one connection and goes with it, as the request's own headers do, which the server keeps as well.
/// </summary>
internal sealed class KeyMemo
{
    private Entry? _last;

    public Digest256 Digest(ReadOnlySpan<char> presented, ConsumerKeyDigest digest)
    {
        // Behind a balancer callers share connections: what one sent must not be found out by another from the time this takes.
        if (Volatile.Read(ref _last) is { } last && CryptographicOperations.FixedTimeEquals(MemoryMarshal.AsBytes(presented), MemoryMarshal.AsBytes<char>(last.Key)))
            return last.Digest;
        var entry = new Entry(presented.ToString(), digest.Compute(presented));
        Volatile.Write(ref _last, entry);
        return entry.Digest;
    }

    private sealed class Entry(string key, Digest256 digest)
    {
        public string Key { get; } = key;

        public Digest256 Digest { get; } = digest;
    }
}
