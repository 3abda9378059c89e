namespace AiGateway.Hosting;

/// <summary>
/// <c>--healthcheck URL</c>: asks a running process how it is and exits with 0 or 1, for containers whose image has
/// neither a shell nor curl.
/// </summary>
public static class HealthCheckCommand
{
    public const string Switch = "--healthcheck";

    public static async Task<int?> TryRun(string[] args)
    {
        if (args is not [Switch, var url])
            return null;
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(3) };
        try
        {
            using var response = await client.GetAsync(new Uri(url));
            return response.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or UriFormatException)
        {
            await Console.Error.WriteLineAsync($"{url} did not answer: {e.Message}");
            return 1;
        }
    }
}
