namespace AiGateway.Edge.Security;

/// <summary>CRC-32 as in ISO 3309 and zip files, over ASCII text. Finds slips of the pen; it is no protection against intent.</summary>
internal static class Crc32
{
    private const uint ReversedPolynomial = 0xEDB88320;

    public static uint Compute(ReadOnlySpan<char> ascii)
    {
        var crc = uint.MaxValue;
        foreach (var c in ascii)
        {
            crc ^= c;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ ReversedPolynomial;
        }

        return ~crc;
    }
}
