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
internal sealed class RealtimeSession(SessionSide caller, SessionSide provider, RealtimeTurns turns, Func<RoutingTable, bool> standing, int mostBytes) : IDisposable
{
    /// <summary>So long the two ends have for saying good-bye.</summary>
    private static readonly TimeSpan Parting = TimeSpan.FromSeconds(3);

    private readonly TaskCompletionSource<SessionEnd> _told = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends it from outside.</summary>
    public void End(SessionEnd why) => _told.TrySetResult(why);

    /// <summary>Ends it if the catalog no longer lets it in.</summary>
    public void Look(RoutingTable table)
    {
        if (!standing(table))
            End(SessionEnd.OfRevocation);
    }

    /// <param name="first">The provider's first event.</param>
    /// <param name="aborted">The caller has gone.</param>
    public async Task Run(byte[] first, CancellationToken aborted)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        var outcome = CallOutcome.Interrupted;
        try
        {
            await caller.Send(first, WebSocketMessageType.Text, last: true, over.Token);
            var up = new MessagePump(caller, provider, mostBytes).Run(SessionEnd.OfBrokenCaller, null, over.Token);
            var down = new MessagePump(provider, caller, mostBytes).Run(SessionEnd.OfBrokenProvider, Charge, over.Token);
            var ended = await Task.WhenAny(up, down, _told.Task);
            var end = await ended;
            outcome = end.Code == WebSocketCloseStatus.InternalServerError ? CallOutcome.Interrupted : CallOutcome.Ok;
            await Part(end);
            await over.CancelAsync();
            await Task.WhenAll(Quiet(up), Quiet(down));
        }
        catch (Exception e) when (e is WebSocketException or IOException or OperationCanceledException)
        {
            outcome = CallOutcome.ClientGone;
        }
        finally
        {
            turns.End(outcome);
        }
    }

    public void Dispose()
    {
        caller.Dispose();
        provider.Dispose();
    }

    private async ValueTask<SessionEnd?> Charge(ReadOnlyMemory<byte> message) =>
        RealtimeUsage.TryRead(message.Span, out var usage) ? await turns.Next(usage) : null;

    private async Task Part(SessionEnd end)
    {
        using var patience = new CancellationTokenSource(Parting);
        await Task.WhenAll(caller.Close(end, patience.Token), provider.Close(end, patience.Token));
    }

    private static async Task Quiet(Task<SessionEnd> pump)
    {
        try
        {
            await pump;
        }
        catch (Exception e) when (e is WebSocketException or IOException or OperationCanceledException)
        {
        }
    }
}
