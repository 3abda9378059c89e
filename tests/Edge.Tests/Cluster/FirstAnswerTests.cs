using AiGateway.Edge.Cluster;
using AiGateway.Edge.Tests.Fakes;
using Microsoft.Extensions.Time.Testing;

namespace AiGateway.Edge.Tests.Cluster;

public sealed class FirstAnswerTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<TaskCompletionSource<int>> _questions = [];

    [Fact]
    public async Task An_answer_that_comes_in_time_is_the_only_one_asked_for()
    {
        var answer = Ask();
        _questions[0].SetResult(7);

        Assert.Equal(7, await answer);
        Assert.Single(_questions);
    }

    [Fact]
    public async Task Whoever_answers_first_is_believed()
    {
        var answer = Ask();
        await Asked(3);
        _questions[1].SetResult(7);
        Assert.Equal(7, await answer);

        answer = Ask();
        await Asked(5);
        _questions[3].SetResult(8);
        Assert.Equal(8, await answer);
    }

    [Fact]
    public async Task One_that_has_failed_leaves_the_others_their_chance()
    {
        var answer = Ask();
        await Asked(2);
        _questions[0].SetException(new TimeoutException());
        await Asked(3);
        _questions[2].SetResult(7);

        Assert.Equal(7, await answer);
    }

    [Fact]
    public async Task When_all_have_failed_it_has()
    {
        var answer = Ask();
        await Asked(2);
        _questions[0].SetException(new TimeoutException("first"));
        _questions[1].SetException(new TimeoutException("second"));

        await Assert.ThrowsAsync<TimeoutException>(() => answer);
    }

    [Fact]
    public async Task Stopping_ends_it()
    {
        using var stop = new CancellationTokenSource();
        var answer = AskUntil(stop.Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
    }

    private Task<int> Ask() => AskUntil(TestContext.Current.CancellationToken);

    private Task<int> AskUntil(CancellationToken stop) => FirstAnswer.To(
        () =>
        {
            _questions.Add(new TaskCompletionSource<int>());
            return _questions[^1].Task;
        },
        TimeSpan.FromMilliseconds(500), _time, stop);

    private Task Asked(int times) => Eventually.Holds(() => _questions.Count >= times, () => _time.Advance(TimeSpan.FromMilliseconds(500)));
}
