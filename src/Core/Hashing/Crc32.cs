namespace AiGateway.Core.Hashing;

/// <summary>CRC-32 as in ISO 3309 and zip files. Finds slips of the pen and of the wire; it is no protection against intent.</summary>
public static class Crc32
{
    private const uint ReversedPolynomial = 0xEDB88320;

    private static readonly uint[] _table = Table();

    public static uint Compute(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        foreach (var b in data)
            crc = _table[(byte)(crc ^ b)] ^ (crc >> 8);
        return ~crc;
    }

    private static uint[] Table()
    {
        var table = new uint[256];
        for (var i = 0u; i < 256; i++)
        {
            var crc = i;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ ReversedPolynomial;
            table[i] = crc;
        }
        return table;
    }
}
