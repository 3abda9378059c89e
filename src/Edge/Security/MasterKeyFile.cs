using System.Runtime.InteropServices;
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
                Publish(draft, path);
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

    /// <summary>
    /// Gives the draft its name unless another process was first. On Unix <see cref="File.Move(string, string)"/> looks
    /// before it renames, and two processes can both find nothing; a hard link is made by one of them only.
    /// </summary>
    /// <exception cref="IOException">There is a file of that name.</exception>
    private static void Publish(string draft, string path)
    {
        if (OperatingSystem.IsWindows())
            File.Move(draft, path, overwrite: false);
        else if (Link(draft, path) != 0)
            throw new IOException($"The link could not be made (error {Marshal.GetLastPInvokeError()}).");
    }

    [DllImport("libc", EntryPoint = "link", SetLastError = true, BestFitMapping = false)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Link([MarshalAs(UnmanagedType.LPUTF8Str)] string existing, [MarshalAs(UnmanagedType.LPUTF8Str)] string added);

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
