namespace AiGateway.Edge.Cluster;

/// <summary>
/// Asks again while nobody has answered. A question to a silo that was killed hangs until its time is up, while one that is asked
/// after the others have noticed is answered at once.
/// </summary>
internal static class FirstAnswer
{
    /// <param name="ask">Asks; what is asked may be answered more than once.</param>
    /// <param name="patience">How long an answer may take before another question follows it.</param>
    /// <param name="time">The time.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <returns>The first answer to any of the questions.</returns>
    /// <exception cref="Exception">All that were asked have failed: the last failure.</exception>
    public static async Task<T> To<T>(Func<Task<T>> ask, TimeSpan patience, TimeProvider time, CancellationToken stop)
    {
        List<Task<T>> asked = [ask()];
        while (true)
        {
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(stop);
            var pause = Task.Delay(patience, time, enough.Token);
            await Task.WhenAny([.. asked, pause]);
            var over = pause.IsCompletedSuccessfully;
            await enough.CancelAsync();
            stop.ThrowIfCancellationRequested();
            if ((asked.Find(question => question.IsCompletedSuccessfully) ?? Failed(asked)) is { } decided)
            {
                asked.ForEach(question => question.Ignore());
                return await decided;
            }
            asked.RemoveAll(question => question.IsCompleted);
            if (over)
                asked.Add(ask());
        }
    }

    private static Task<T>? Failed<T>(List<Task<T>> asked) => asked.TrueForAll(question => question.IsCompleted) ? asked[^1] : null;
}
