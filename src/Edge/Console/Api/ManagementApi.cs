using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using AiGateway.Edge.Access;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace AiGateway.Edge.Console.Api;

/// <summary>
/// The management API, called on behalf of whoever looks at the console. There is no other way from the console to anything: what it shows
/// and does, a program can, and what somebody may not do, he may not do here.
/// </summary>
internal sealed class ManagementApi(ManagementAddress address, Tickets tickets, AuthenticationStateProvider who, IOptions<JsonOptions> json)
{
    private JsonSerializerOptions Json => json.Value.SerializerOptions;

    /// <exception cref="ManagementProblem">It was refused.</exception>
    public async Task<T> Get<T>(string path, CancellationToken aborted = default) => (await Send<T>(HttpMethod.Get, path, null, null, aborted)).Value;

    /// <summary>With its tag, for changing it.</summary>
    /// <exception cref="ManagementProblem">It was refused.</exception>
    public Task<(T Value, string? Tag)> GetTagged<T>(string path, CancellationToken aborted = default) => Send<T>(HttpMethod.Get, path, null, null, aborted);

    /// <param name="tag">The state that is changed; null for whichever it is in.</param>
    /// <exception cref="ManagementProblem">It was refused.</exception>
    public async Task<T> Change<T>(HttpMethod method, string path, object? body = null, string? tag = null, CancellationToken aborted = default) =>
        (await Send<T>(method, path, body, tag, aborted)).Value;

    private async Task<(T Value, string? Tag)> Send<T>(HttpMethod method, string path, object? body, string? tag, CancellationToken aborted)
    {
        var caller = Caller.Of((await who.GetAuthenticationStateAsync()).User) ?? throw new ManagementProblem(StatusCodes.Status401Unauthorized, "Nobody is signed in.", null);
        using var request = new HttpRequestMessage(method, new Uri(address.Base, AiGateway.Edge.Admin.AdminApi.Prefix + path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", tickets.Make(caller));
        if (tag is not null)
            request.Headers.TryAddWithoutValidation("If-Match", tag);
        if (body is not null)
            request.Content = JsonContent.Create(body, body.GetType(), options: Json);
        using var answer = await address.Client.SendAsync(request, aborted);
        if (!answer.IsSuccessStatusCode)
            throw await ManagementProblem.Of(answer, aborted);
        return ((await answer.Content.ReadFromJsonAsync<T>(Json, aborted))!, answer.Headers.ETag?.ToString());
    }
}
