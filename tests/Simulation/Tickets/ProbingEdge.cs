namespace AiGateway.Simulation.Tickets;

/// <summary>An edge that asks for the ticket all the time, tries the key with it, and reports: as <c>ProbeLoop</c> does.</summary>
internal sealed class ProbingEdge(TicketRun run)
{
    private const long AskEveryUs = 200_000;
    private const long LongestWaitUs = 500_000;

    private int _life;
    private long _pausedUntilUs;
    private Trial? _trial;

    private Chance Chance => run.World.Chance;

    public void Start() => Next(Chance.Between(0, AskEveryUs), Ask);

    /// <summary>The process is gone with all it knew; another one starts.</summary>
    public void Kill()
    {
        _life++;
        if (_trial is { SentUs: not null, EndedUs: null } trial)
            trial.EndedUs = run.World.NowUs;
        _trial = null;
        Next(Chance.Between(World.SecondUs, 3 * World.SecondUs), Ask);
    }

    public void Pause(long us) => _pausedUntilUs = run.World.NowUs + us;

    private void Ask()
    {
        Next(AskEveryUs, Ask);
        if (_trial is not null)
            return;
        var askedUs = run.World.NowUs;
        run.ToOwner(owner =>
        {
            if (owner.RequestProbe() is { } grant)
                run.Network.Send(() => Next(0, () => Hold(grant.Ticket, askedUs + (grant.DeadlineInMs * 1_000))));
        });
    }

    /// <summary>The ticket waits for a call that comes along, or for the moment when the edge makes one of its own.</summary>
    private void Hold(string ticket, long untilUs)
    {
        // An answer that came twice, or after its question was given up.
        if (_trial is not null || run.Trial(ticket).SentUs is not null)
            return;
        _trial = run.Trial(ticket);
        if (run.Rules.EdgeCountsTime)
            _trial.ExpiresUs = untilUs;
        Next(Chance.Between(0, LongestWaitUs), Send);
    }

    private void Send()
    {
        var trial = _trial!;
        if (run.World.NowUs >= trial.ExpiresUs)
        {
            End(trial, null);
            return;
        }
        trial.SentUs = run.World.NowUs;
        run.Sent(trial);
        // Mostly quick, at times longer than it may take.
        var tookUs = Chance.Is(0.2) ? Chance.Between(500_000, 3 * World.SecondUs) : Chance.Between(5_000, 300_000);
        if (Chance.Is(0.2))
            Next(Chance.Between(0, tookUs), () => Leave(trial));
        else
            Next(tookUs, () => Answer(trial));
    }

    private void Leave(Trial trial)
    {
        trial.EndedUs = run.World.NowUs;
        End(trial, run.Rules.CancelIsNoSuccess ? null : true);
    }

    private void Answer(Trial trial)
    {
        trial.EndedUs = run.World.NowUs;
        trial.Succeeded = run.IsWell;
        End(trial, trial.Succeeded);
    }

    private void End(Trial trial, bool? succeeded)
    {
        _trial = null;
        run.ToOwner(owner => owner.ReportProbe(trial.Ticket, succeeded));
    }

    /// <summary>What an edge does after a time, unless it was killed before; one that stands still does it when it goes on.</summary>
    private void Next(long afterUs, Action act)
    {
        var life = _life;
        run.World.After(afterUs, Do);

        void Do()
        {
            if (life != _life)
                return;
            if (run.World.NowUs < _pausedUntilUs)
                run.World.At(_pausedUntilUs, Do);
            else
                act();
        }
    }
}
