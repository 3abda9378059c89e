using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.RealClients;

/// <summary>The npm packages, installed once from their lock file.</summary>
internal static class NodePackages
{
    public static string Folder { get; } = Path.Combine(ProgramFiles.Repository, "tests", "EndToEnd.Tests", "node");

    /// <returns>False where Node is absent.</returns>
    public static async Task<bool> Install()
    {
        if (SystemTools.Find(SystemTools.Node) is null || SystemTools.Find(SystemTools.Npm) is not { } npm)
            return false;
        if (IsInstalled())
            return true;
        await using var install = RunningProcess.Start(npm, ["ci", "--no-audit", "--no-fund", "--ignore-scripts"], directory: Folder);
        Assert.True(await install.Exit(TimeSpan.FromMinutes(5)) == 0, install.Describe("failed"));
        return true;
    }

    /// <summary>npm leaves a copy of the lock file with what it installed.</summary>
    private static bool IsInstalled()
    {
        var installed = Path.Combine(Folder, "node_modules", ".package-lock.json");
        return File.Exists(installed) && File.GetLastWriteTimeUtc(installed) >= File.GetLastWriteTimeUtc(Path.Combine(Folder, "package-lock.json"));
    }
}
