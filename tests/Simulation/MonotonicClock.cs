namespace AiGateway.Simulation;

/// <summary>The monotonic clock of one process: it starts anywhere and runs a little fast or slow.</summary>
internal sealed class MonotonicClock(World world, long startUs, long driftPpm)
{
    public long NowMs => (startUs + world.NowUs + (world.NowUs * driftPpm / 1_000_000)) / 1_000;
}
