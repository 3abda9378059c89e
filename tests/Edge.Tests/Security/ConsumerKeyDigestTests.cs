using System.Text;
using AiGateway.Edge.Security;
using CsCheck;

namespace AiGateway.Edge.Tests.Security;

public sealed class ConsumerKeyDigestTests
{
    private static readonly MasterKey Zeros = MasterKey.FromBase64(Convert.ToBase64String(new byte[32]));

    private readonly ConsumerKeyDigest _digest = new(Zeros);

    /// <summary>Computed with an independent implementation; a change would lock every caller out.</summary>
    [Fact]
    public void The_digest_of_a_key_never_changes() =>
        Assert.Equal("8a4ffa1cd04449eccdcc5d7c5b099cca383f33719a33bb71e155071319fcb327", _digest.Compute("key of wörld").ToHex());

    [Fact]
    public void Keys_that_share_their_first_characters_have_distinct_digests()
    {
        var shared = ConsumerKey.Generate() + "0123456789";
        var digests = Enumerable.Range(20, 44)
            .SelectMany(length => new[] { shared[..length] + "x", shared[..length] + "y" })
            .Select(key => _digest.Compute(key))
            .ToHashSet();

        Assert.Equal(88, digests.Count);
    }

    [Theory]
    [InlineData("key", "key ")]
    [InlineData("key", " key")]
    [InlineData("my key", "my  key")]
    [InlineData("key", "KEY")]
    public void Every_character_counts_and_spaces_too(string one, string other) =>
        Assert.NotEqual(_digest.Compute(one), _digest.Compute(other));

    [Fact]
    public void Another_master_key_gives_another_digest() =>
        Assert.NotEqual(_digest.Compute("key"), new ConsumerKeyDigest(MasterKey.Generate()).Compute("key"));

    [Fact]
    public void Text_and_its_bytes_and_every_way_to_ask_agree() =>
        Gen.String[0, 600].Sample(text =>
        {
            var bytes = new byte[Digest256.Length];
            _digest.Compute(text, bytes);
            var digest = _digest.Compute(text);
            return digest == new Digest256(bytes) && digest == _digest.Compute(Encoding.UTF8.GetBytes(text));
        });

    [Theory]
    [InlineData(1)]
    [InlineData(55)]
    [InlineData(256)]
    public void It_allocates_nothing(int length)
    {
        var key = new string('k', length);
        var bytes = new byte[Digest256.Length];
        _digest.Compute(key, bytes);
        var before = GC.GetAllocatedBytesForCurrentThread();

        _digest.Compute(key, bytes);
        _digest.Compute(key);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}
