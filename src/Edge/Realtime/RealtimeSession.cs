using System.Net.WebSockets;
using AiGateway.Core.Usage;
using AiGateway.Edge.Catalog;

namespace AiGateway.Edge.Realtime;

/// <summary>A session under way: messages pass both ways at once until one side, a limit or a revocation ends it.</summary>
/// <param name="caller">The caller's end.</param>
/// <param name="provider">The provider's end.</param>
/// <param name="turns">Its account.</param>
/// <param name="standing">Whether a newer catalog still lets it go on.</param>
/// <param name="mostBytes">Largest message either way.</param>
/// <param name="time">The time.</param>
internal sealed class RealtimeSession(
    SessionSide caller, SessionSide provider, RealtimeTurns turns, Func<RoutingTable, bool> standing, int mostBytes, TimeProvider time) : IDisposable
{
    /// <summary>So long the two ends have for saying good-bye.</summary>
    public static readonly TimeSpan Parting = TimeSpan.FromSeconds(3);

    private readonly TaskCompletionSource<SessionEnd> _told = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when it has ended, its account closed.</summary>
    public Task Over => _over.Task;

    /// <summary>Ends it from outside.</summary>
    public void End(SessionEnd why) => _told.TrySetResult(why);

    /// <summary>Ends it if the catalog no longer lets it in.</summary>
    public void Look(RoutingTable table)
    {
        if (!standing(table))
            End(SessionEnd.OfRevocation);
    }

    /// <param name="first">The provider's first event.</param>
    /// <param name="type">Its type.</param>
    /// <param name="aborted">The caller's connection has gone.</param>
    public async Task Run(ReadOnlyMemory<byte> first, WebSocketMessageType type, CancellationToken aborted)
    {
        using var stop = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        // What the caller said last may still be there to be read, a good-bye for one.
        using var gone = aborted.UnsafeRegister(static stop => ((CancellationTokenSource)stop!).CancelAfter(Parting), stop);
        var up = new MessagePump(caller, provider, mostBytes) { WhenSpeakerBreaks = SessionEnd.OfBrokenCaller, WhenHearerBreaks = SessionEnd.OfBrokenProvider }
            .Run(stop.Token);
        var down = Down(first, type, stop.Token);
        var ended = await Task.WhenAny(up, down, _told.Task);
        var outcome = CallOutcome.Interrupted;
        try
        {
            var end = await ended;
            outcome = Outcome(end, ended == up);
            stop.CancelAfter(Parting);
            await Task.WhenAll(caller.Close(end, stop.Token), provider.Close(end, stop.Token));
            await Task.WhenAll(Settled(up, caller, stop.Token), Settled(down, provider, stop.Token));
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(Quiet(up), Quiet(down));
            turns.End(outcome);
            _over.TrySetResult();
        }
    }

    public void Dispose()
    {
        caller.Dispose();
        provider.Dispose();
    }

    private async Task<SessionEnd> Down(ReadOnlyMemory<byte> first, WebSocketMessageType type, CancellationToken stop)
    {
        if (!await caller.Send(first, type, last: true, stop))
            return SessionEnd.OfBrokenCaller;
        return await new MessagePump(provider, caller, mostBytes)
        {
            WhenSpeakerBreaks = SessionEnd.OfBrokenProvider,
            WhenHearerBreaks = SessionEnd.OfBrokenCaller,
            Whole = turns.Hear,
        }.Run(stop);
    }

    /// <summary>What an answer has come to that was under way, and without one the session.</summary>
    private CallOutcome Outcome(SessionEnd end, bool fromCaller) =>
        end == SessionEnd.OfBrokenProvider ? CallOutcome.Interrupted
        : !turns.IsAnswering ? CallOutcome.Ok
        : fromCaller || end == SessionEnd.OfBrokenCaller ? CallOutcome.ClientGone
        : CallOutcome.Interrupted;

    /// <summary>A message that is still on its way is heard out, and what it cost is charged.</summary>
    private static async Task Settled(Task pump, SessionSide speaker, CancellationToken stop)
    {
        await pump;
        await speaker.Drain(stop);
    }

    private static async Task Quiet(Task pump) => await pump.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
