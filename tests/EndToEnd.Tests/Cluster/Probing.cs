using System.Net;

namespace AiGateway.EndToEnd.Tests.Cluster;

/// <summary>Questions of which only the status matters.</summary>
internal static class Probing
{
    /// <summary>The status of an answer; 0 when there is none.</summary>
    public static async Task<int> StatusOf(this HttpClient http, Uri address)
    {
        try
        {
            // A connection of its own, as a balancer's health check has.
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.ConnectionClose = true;
            using var response = await http.SendAsync(request);
            return (int)response.StatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException)
        {
            return 0;
        }
    }
}
