using System.IO.Compression;
using System.Text;

namespace AiGateway.Grains.Catalog.History;

/// <summary>Text in little room (Brotli, RFC 7932): of a catalog, about a tenth, but for its secrets.</summary>
internal static class CompressedText
{
    public static byte[] Of(string text)
    {
        using var compressed = new MemoryStream();
        using (var brotli = new BrotliStream(compressed, CompressionLevel.Fastest))
            brotli.Write(Encoding.UTF8.GetBytes(text));
        return compressed.ToArray();
    }

    public static string Read(byte[] compressed)
    {
        using var brotli = new BrotliStream(new MemoryStream(compressed), CompressionMode.Decompress);
        using var reader = new StreamReader(brotli, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
