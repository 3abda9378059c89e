using System.Text;

namespace AiGateway.Edge.Security;

/// <summary>The master key as base64 text in a file that only its owner may read.</summary>
internal static class MasterKeyFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <returns>The key; null when there is no such file.</returns>
    public static MasterKey? Read(string path)
    {
        string text;
        try
        {
            if (!File.Exists(path))
                return null;
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0)
                throw new MasterKeyException($"The master key file {path} is open to other users. Close it with: chmod 600 {path}");
            text = File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MasterKeyException($"The master key file {path} cannot be read: {e.Message}", e);
        }

        try
        {
            return MasterKey.FromBase64(text);
        }
        catch (MasterKeyException e)
        {
            throw new MasterKeyException(
                $"The master key file {path} is damaged: it must hold base64 of {MasterKey.Length} bytes. "
                + "Restore it from a backup; without it stored provider keys cannot be opened.", e);
        }
    }

    /// <summary>Writes a new key beside its place and moves it there, so that no reader ever sees half of one.</summary>
    public static MasterKey Create(string path)
    {
        var key = MasterKey.Generate();
        var draft = $"{path}.{Guid.NewGuid():N}";
        try
        {
            if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } directory)
                Directory.CreateDirectory(directory);
            try
            {
                Write(draft, key);
                File.Move(draft, path, overwrite: false);
                return key;
            }
            catch (IOException) when (File.Exists(path))
            {
                // Another process of this installation was first; its key is the key.
                return Read(path)!;
            }
            finally
            {
                File.Delete(draft);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MasterKeyException($"The master key file {path} cannot be created: {e.Message}", e);
        }
    }

    private static void Write(string path, MasterKey key)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        using var file = new FileStream(path, options);
        file.Write(Encoding.ASCII.GetBytes(key.ToBase64() + "\n"));
        file.Flush(flushToDisk: true);
    }
}
