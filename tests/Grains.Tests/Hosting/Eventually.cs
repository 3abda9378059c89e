namespace AiGateway.Grains.Tests.Hosting;

/// <summary>Waits for what happens by itself.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static async Task<T> Get<T>(Func<Task<T>> look, Func<T, bool> good)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(Patience);
        while (true)
        {
            var seen = await look();
            if (good(seen))
                return seen;
            Assert.False(deadline.IsCancellationRequested, $"Still {seen}.");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    public static Task Holds(Func<bool> condition) => Get(() => Task.FromResult(condition()), held => held);
}
