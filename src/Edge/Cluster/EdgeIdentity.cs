namespace AiGateway.Edge.Cluster;

/// <summary>Who this process is to the control plane.</summary>
/// <param name="Id">Stable over restarts: belongs to the data directory.</param>
/// <param name="Incarnation">Unix milliseconds of this start: greater than any earlier one's.</param>
internal sealed record EdgeIdentity(string Id, long Incarnation)
{
    /// <summary>Reads the id kept in a data directory, or makes one.</summary>
    public static EdgeIdentity LoadOrCreate(string directory, TimeProvider time)
    {
        Directory.CreateDirectory(directory);
        var path = Path.Combine(directory, "edge-id");
        // Empty when a first start was killed between making the file and writing it.
        if (!File.Exists(path) || new FileInfo(path).Length == 0)
            File.WriteAllText(path, "edge-" + Guid.NewGuid().ToString("n")[..12]);
        return new EdgeIdentity(File.ReadAllText(path).Trim(), time.GetUtcNow().ToUnixTimeMilliseconds());
    }
}
