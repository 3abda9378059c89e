namespace AiGateway.Core.Tests.Dialects;

/// <summary>Files in the shape of recorded traffic.</summary>
internal static class Fixture
{
    public static string Text(string dialect, string name) => File.ReadAllText(Path.Combine(Folder(dialect), name));

    /// <summary>The names of those of one kind.</summary>
    public static IEnumerable<string> Names(string dialect, string pattern) =>
        Directory.EnumerateFiles(Folder(dialect), pattern).Select(static path => Path.GetFileName(path)!).Order(StringComparer.Ordinal);

    private static string Folder(string dialect) => Path.Combine(AppContext.BaseDirectory, "Dialects", dialect, "Fixtures");
}
