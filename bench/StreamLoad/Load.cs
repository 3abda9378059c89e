using System.Diagnostics;

namespace AiGateway.StreamLoad;

/// <summary>
/// So many streams at once, each followed by the next. The starts are spread over one stream's length: all at the same
/// moment would measure the crowd and not the proxy.
/// </summary>
internal sealed class Load(StreamClient client, int concurrent, int each, TimeSpan spread)
{
    private const int BufferBytes = 16 * 1024;

    public async Task<Figures> RunAsync()
    {
        var start = Stopwatch.GetTimestamp();
        var results = await Task.WhenAll(Enumerable.Range(0, concurrent).Select(CallerAsync));
        return Figures.Of([.. results.SelectMany(result => result)], Stopwatch.GetElapsedTime(start));
    }

    private async Task<List<StreamResult>> CallerAsync(int index)
    {
        await Task.Delay(spread * index / concurrent);
        var buffer = new byte[BufferBytes];
        var results = new List<StreamResult>(each);
        while (results.Count < each)
            results.Add(await TryAsync(buffer));
        return results;
    }

    private async Task<StreamResult> TryAsync(byte[] buffer)
    {
        try
        {
            return await client.CallAsync(buffer);
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException)
        {
            return default;
        }
    }
}
