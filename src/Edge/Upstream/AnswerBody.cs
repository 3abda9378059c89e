using AiGateway.Edge.Pipeline.Answers;
using AiGateway.Edge.Pipeline.Bodies;

namespace AiGateway.Edge.Upstream;

/// <summary>Reads an answer to its end.</summary>
internal static class AnswerBody
{
    /// <returns>False when it is larger than allowed.</returns>
    public static async Task<bool> Read(UpstreamAnswer answer, PooledBody body, AnswerClock clock, int mostBytes)
    {
        if (answer.Length > mostBytes)
            return false;
        var stream = await answer.OpenBody(clock.Token);
        while (true)
        {
            clock.Start();
            // To learn that it ends here, its room need not be doubled.
            if (body.Length == mostBytes)
                return await stream.ReadAsync(new byte[1], clock.Token) == 0;
            var count = await stream.ReadAsync(body.GetMemory(1), clock.Token);
            if (count == 0)
                return true;
            body.Advance(count);
            clock.ContentSeen = true;
            if (body.Length > mostBytes)
                return false;
        }
    }
}
