using System.Diagnostics;
using AiGateway.FakeProvider.Control;

namespace AiGateway.FakeProvider.Wire;

/// <summary>The waits of one answer. A peer that leaves ends any of them.</summary>
internal sealed class Pace(ActiveRule rule, CancellationToken peerGone)
{
    private readonly Answer _answer = rule.Rule.Answer;

    public CancellationToken PeerGone => peerGone;

    /// <summary>The same waits for a peer whose leaving is noticed otherwise.</summary>
    public Pace Until(CancellationToken gone) => new(rule, gone);

    public Task BeforeHeadersAsync() => WaitAsync(_answer.DelayHeadersMs, null);

    public Task BeforeEventAsync(bool isFirst, Func<Task> comment) =>
        WaitAsync(isFirst ? _answer.DelayFirstEventMs : _answer.GapMs, comment);

    /// <summary>Never ends but by the peer's leaving.</summary>
    public Task ForeverAsync() => Task.Delay(Timeout.Infinite, peerGone);

    private async Task WaitAsync(int milliseconds, Func<Task>? comment)
    {
        peerGone.ThrowIfCancellationRequested();
        var left = milliseconds + rule.NextJitterMs();
        while (comment is not null && _answer.CommentEveryMs > 0 && left > _answer.CommentEveryMs)
        {
            await AtLeastAsync(_answer.CommentEveryMs);
            left -= _answer.CommentEveryMs;
            await comment();
        }

        await AtLeastAsync(left);
    }

    /// <summary>Timers may fire a few milliseconds early; a test that measures must not see that.</summary>
    private async Task AtLeastAsync(int milliseconds)
    {
        var start = Stopwatch.GetTimestamp();
        for (var left = milliseconds; left > 0; left = milliseconds - (int)Stopwatch.GetElapsedTime(start).TotalMilliseconds)
            await Task.Delay(left, peerGone);
    }
}
