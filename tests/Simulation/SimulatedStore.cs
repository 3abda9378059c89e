using AiGateway.Core.Limits.Owner;

namespace AiGateway.Simulation;

/// <summary>What became of a write, as far as the writer can tell.</summary>
internal enum WriteOutcome
{
    Written,

    Conflict,

    /// <summary>It may have been written, may be written yet, or never.</summary>
    Unknown,
}

/// <summary>One record with a tag that each write changes and must name. Linearizable, as the store of hard limits has to be.</summary>
internal sealed class SimulatedStore(World world)
{
    private LimitRecord? _record;
    private long _tag;

    /// <summary>Nothing is read or written until then, true microseconds.</summary>
    public long DownUntilUs { get; set; }

    public long SlowUntilUs { get; set; }

    /// <summary>Part of the writes whose outcome the writer does not learn, or learns wrongly.</summary>
    public double Doubt { get; set; }

    public int Writes { get; private set; }

    public int Conflicts { get; private set; }

    /// <param name="then">Gets false when the store did not answer.</param>
    public void Read(Action<bool, LimitRecord?, long> then)
    {
        if (world.NowUs < DownUntilUs)
            world.After(FailureUs(), () => then(false, null, 0));
        else
            world.After(LatencyUs() / 2, () => Answer(then));
    }

    public void Write(LimitRecord record, long tag, Action<WriteOutcome> then)
    {
        var chance = world.Chance;
        if (world.NowUs < DownUntilUs)
        {
            world.After(FailureUs(), () => then(WriteOutcome.Unknown));
        }
        else if (chance.Is(Doubt))
        {
            Lose(record, tag, then);
        }
        else
        {
            var there = LatencyUs() / 2;
            world.After(there, () =>
            {
                var written = Put(record, tag);
                world.After(there, () => then(written ? WriteOutcome.Written : WriteOutcome.Conflict));
            });
        }
    }

    private void Lose(LimitRecord record, long tag, Action<WriteOutcome> then)
    {
        var chance = world.Chance;
        var answerUs = chance.Between(50_000, 2 * World.SecondUs);
        switch (chance.Between(0, 3))
        {
            case 0:
                world.After(answerUs, () => then(WriteOutcome.Unknown));
                break;
            case 1:
                world.After(3_000, () => Put(record, tag));
                world.After(answerUs, () => then(WriteOutcome.Unknown));
                break;
            case 2:
                world.After(chance.Between(0, 6 * World.SecondUs), () => Put(record, tag));
                world.After(answerUs, () => then(WriteOutcome.Unknown));
                break;
            default:
                // A client below repeats a write whose answer was lost, and meets its own record.
                world.After(3_000, () =>
                {
                    Put(record, tag);
                    then(WriteOutcome.Conflict);
                });
                break;
        }
    }

    private void Answer(Action<bool, LimitRecord?, long> then)
    {
        var (record, tag) = (_record, _tag);
        world.After(LatencyUs() / 2, () => then(true, record, tag));
    }

    private bool Put(LimitRecord record, long tag)
    {
        if (tag != _tag)
        {
            Conflicts++;
            return false;
        }
        (_record, _tag) = (record, tag + 1);
        Writes++;
        return true;
    }

    private long FailureUs() => world.Chance.Is(0.5) ? 2_000 : 2 * World.SecondUs;

    private long LatencyUs() => world.NowUs < SlowUntilUs ? world.Chance.Between(300_000, 3 * World.SecondUs) : world.Chance.Between(2_000, 6_000);
}
