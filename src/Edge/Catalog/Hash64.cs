using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace AiGateway.Edge.Catalog;

/// <summary>64 evenly spread bits of a text: the same at every edge and in every process, and not made to resist an attacker.</summary>
internal static class Hash64
{
    /// <param name="seed">The hash of what stands before it; 0 for nothing.</param>
    public static ulong Of(string text, ulong seed = 0) => Of(MemoryMarshal.AsBytes(text.AsSpan()), seed);

    public static ulong Of(ReadOnlySpan<byte> bytes, ulong seed = 0) => XxHash3.HashToUInt64(bytes, unchecked((long)seed));
}
