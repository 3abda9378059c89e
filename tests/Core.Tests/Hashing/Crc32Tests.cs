using AiGateway.Core.Hashing;

namespace AiGateway.Core.Tests.Hashing;

public sealed class Crc32Tests
{
    /// <summary>The check value every description of CRC-32 gives.</summary>
    [Fact]
    public void It_is_the_common_one() => Assert.Equal(0xCBF43926u, Crc32.Compute("123456789"u8));

    [Fact]
    public void Of_nothing_it_is_nothing() => Assert.Equal(0u, Crc32.Compute([]));
}
