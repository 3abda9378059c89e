namespace AiGateway.Edge.Tests.Fakes;

/// <summary>Waits for what happens by itself.</summary>
internal static class Eventually
{
    public static async Task Holds(Func<bool> condition, Action? meanwhile = null)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(10));
        while (!condition())
        {
            Assert.False(deadline.IsCancellationRequested, "It never came about.");
            meanwhile?.Invoke();
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }
}
