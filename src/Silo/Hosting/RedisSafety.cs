namespace AiGateway.Silo.Hosting;

/// <summary>The settings of a Redis that decide whether what it confirmed can be lost. Null is what it did not tell.</summary>
/// <param name="AppendOnly"><c>appendonly</c>.</param>
/// <param name="AppendFsync"><c>appendfsync</c>.</param>
/// <param name="MaxMemory"><c>maxmemory</c>, bytes; 0 for no bound.</param>
/// <param name="MaxMemoryPolicy"><c>maxmemory-policy</c>.</param>
/// <param name="MinReplicasToWrite"><c>min-replicas-to-write</c>.</param>
/// <param name="Replicas">Replicas connected now.</param>
internal sealed record RedisSafety(
    string? AppendOnly, string? AppendFsync, long? MaxMemory, string? MaxMemoryPolicy, int? MinReplicasToWrite, int? Replicas)
{
    /// <summary>What could be lost and how to prevent it, one sentence for each setting.</summary>
    public IEnumerable<string> Risks()
    {
        if (AppendOnly is "no")
            yield return "appendonly is no: a restart of Redis forgets limits, key states and usage. Set appendonly yes.";
        else if (AppendFsync is "no")
            yield return "appendfsync is no: a machine that fails forgets up to half a minute of limits, key states and usage. Set appendfsync everysec, or always.";
        if (MaxMemory > 0 && MaxMemoryPolicy is not (null or "noeviction"))
            yield return $"maxmemory-policy is {MaxMemoryPolicy}: Redis throws limits, key states and usage away when it is full. Set maxmemory-policy noeviction.";
        if (Replicas > 0 && MinReplicasToWrite is 0)
            yield return $"min-replicas-to-write is 0 with {Replicas} replica(s): a failover to one that lags forgets what was granted, and limits can be passed. Set min-replicas-to-write 1, with min-replicas-max-lag 10 or less.";
    }
}
