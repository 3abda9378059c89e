namespace AiGateway.EndToEnd.Tests.Harness;

/// <summary>Where the built programs are: each in its own build output, as it is shipped, not mixed with the tests' packages.</summary>
public static class ProgramFiles
{
    public static string Repository { get; } = FindRepository();

    public static string Edge { get; } = Find("src", "Edge");

    public static string Silo { get; } = Find("src", "Silo");

    /// <summary>A silo as in production that loses some of what it tells edges.</summary>
    public static string LossySilo { get; } = Find("tests", "LossySilo");

    public static string FakeProvider { get; } = Find("tests", "FakeProvider");

    public static string StoreStandIn { get; } = Find("tests", "StoreStandIn");

    private static string Find(string folder, string project)
    {
        // …/bin/CONFIGURATION/FRAMEWORK/
        var framework = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var file = $"AiGateway.{project}.dll";
        var own = Path.Combine(Repository, folder, project, "bin", framework.Parent!.Name, framework.Name, file);
        return File.Exists(own) ? own : Path.Combine(AppContext.BaseDirectory, file);
    }

    private static string FindRepository()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "AiGateway.sln")))
            directory = directory.Parent;
        return directory?.FullName ?? AppContext.BaseDirectory;
    }
}
