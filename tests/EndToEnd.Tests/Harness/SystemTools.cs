namespace AiGateway.EndToEnd.Tests.Harness;

/// <summary>
/// Programs of the system that some tests use. Where one is absent these tests are skipped with the reason, except where
/// everything is meant to be installed (<c>CI=true</c>): there its absence is a failure.
/// </summary>
public static class SystemTools
{
    public const string Redis = "redis-server";
    public const string Nginx = "nginx";
    public const string Node = "node";
    public const string Npm = "npm";
    public const string Postgres = "postgres";
    public const string Chromium = "chromium";
    public const string Prometheus = "prometheus";
    public const string Promtool = "promtool";

    private const string PostgresVersions = "/usr/lib/postgresql";

    private static bool MustHaveAll => Environment.GetEnvironmentVariable("CI") == "true";

    /// <summary>Full path of a program; null when it is not installed.</summary>
    public static string? Find(string name) => Folders().Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    /// <summary>Full path of a program, or the end of the test.</summary>
    public static string Require(string name)
    {
        if (Find(name) is { } path)
            return path;
        var reason = $"{name} is not installed on this machine.";
        if (MustHaveAll)
            Assert.Fail(reason);
        else
            Assert.Skip(reason);
        return "";
    }

    /// <summary>Debian keeps servers where an ordinary user's path does not lead, and PostgreSQL by its version.</summary>
    private static IEnumerable<string> Folders() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Concat(["/usr/sbin", "/usr/local/sbin"])
            .Concat(Directory.Exists(PostgresVersions) ? Directory.EnumerateDirectories(PostgresVersions).Select(version => Path.Combine(version, "bin")) : []);
}
