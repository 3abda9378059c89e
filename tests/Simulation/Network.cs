namespace AiGateway.Simulation;

/// <summary>Carries messages: mostly within a millisecond, and while it is disturbed late, twice or not at all.</summary>
internal sealed class Network(World world)
{
    public double Loss { get; set; }

    public double Duplication { get; set; }

    /// <summary>Part of the messages that take up to ten seconds.</summary>
    public double Straggling { get; set; }

    public void Send(Action deliver)
    {
        var chance = world.Chance;
        if (chance.Is(Loss))
            return;
        world.After(LatencyUs(), deliver);
        if (chance.Is(Duplication))
            world.After(LatencyUs() + chance.Between(0, 2 * World.SecondUs), deliver);
    }

    private long LatencyUs()
    {
        var chance = world.Chance;
        if (chance.Is(Straggling))
            return chance.Between(World.SecondUs / 10, 10 * World.SecondUs);
        return chance.Is(0.01) ? chance.Between(5_000, 30_000) : chance.Between(200, 600);
    }
}
