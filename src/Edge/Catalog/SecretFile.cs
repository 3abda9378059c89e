namespace AiGateway.Edge.Catalog;

/// <summary>Reads the files that a catalog names by <c>${file:…}</c>.</summary>
internal static class SecretFile
{
    /// <summary>Characters; far more than any secret has, and little enough for a path to a device or a log to do no harm.</summary>
    private const int Most = 64 * 1024;

    /// <returns>The text; null when it cannot be read or is too long for a secret.</returns>
    public static string? Read(string path)
    {
        try
        {
            using var reader = new StreamReader(path);
            var buffer = new char[Most + 1];
            var read = reader.ReadBlock(buffer);
            return read <= Most ? new string(buffer, 0, read) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}
