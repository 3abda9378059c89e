using System.Collections.Frozen;
using AiGateway.Edge.Security;
using CsCheck;

namespace AiGateway.Edge.Tests.Security;

public sealed class Digest256Tests
{
    [Fact]
    public void It_is_the_same_from_bytes_and_from_hexadecimal() =>
        Gen.Byte.Array[32].Sample(bytes =>
        {
            var digest = new Digest256(bytes);
            return digest.ToHex() == Convert.ToHexStringLower(bytes)
                && Digest256.Parse(digest.ToHex()) == digest
                && Digest256.Parse(digest.ToHex()).GetHashCode() == digest.GetHashCode();
        });

    [Fact]
    public void One_bit_makes_it_another_and_a_table_tells_them_apart()
    {
        var bits = Enumerable.Range(0, 256).Select(bit =>
        {
            var bytes = new byte[32];
            bytes[bit / 8] = (byte)(1 << (bit % 8));
            return new Digest256(bytes);
        }).ToArray();

        var table = bits.Select((digest, i) => KeyValuePair.Create(digest, i)).ToFrozenDictionary();

        Assert.All(bits, (digest, i) => Assert.Equal(i, table[digest]));
        Assert.False(table.ContainsKey(default));
        Assert.True(bits[0] != bits[255]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("zz00000000000000000000000000000000000000000000000000000000000000")]
    public void Text_that_is_no_digest_is_refused(string text) => Assert.Throws<FormatException>(() => Digest256.Parse(text));

    [Fact]
    public void Bytes_of_another_length_are_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => new Digest256(new byte[31]));

    [Fact]
    public void It_does_not_print_itself() => Assert.Equal("[digest]", default(Digest256).ToString());
}
