using System.Buffers.Binary;

namespace AiGateway.Edge.Security;

/// <summary>A digest of 32 bytes as a value, so that a table can be keyed by all of it without a string or array.</summary>
internal readonly struct Digest256 : IEquatable<Digest256>
{
    public const int Length = 32;

    private readonly ulong _a;
    private readonly ulong _b;
    private readonly ulong _c;
    private readonly ulong _d;

    /// <param name="bytes">Exactly 32 bytes.</param>
    public Digest256(ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(bytes.Length, Length, nameof(bytes));
        _a = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        _b = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        _c = BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]);
        _d = BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]);
    }

    /// <exception cref="FormatException">The text is not 64 hexadecimal digits.</exception>
    public static Digest256 Parse(string hex)
    {
        var bytes = Convert.FromHexString(hex);
        return bytes.Length == Length ? new Digest256(bytes) : throw new FormatException("A digest has 64 hexadecimal digits.");
    }

    /// <summary>64 hexadecimal digits in lower case.</summary>
    public string ToHex() => $"{_a:x16}{_b:x16}{_c:x16}{_d:x16}";

    /// <summary>Takes the same time whatever differs.</summary>
    public bool Equals(Digest256 other) => ((_a ^ other._a) | (_b ^ other._b) | (_c ^ other._c) | (_d ^ other._d)) == 0;

    public override bool Equals(object? obj) => obj is Digest256 other && Equals(other);

    /// <remarks>The digest is uniform already; any part of it is a good hash.</remarks>
    public override int GetHashCode() => (int)_a;

    public override string ToString() => "[digest]";

    public static bool operator ==(Digest256 left, Digest256 right) => left.Equals(right);

    public static bool operator !=(Digest256 left, Digest256 right) => !left.Equals(right);
}
