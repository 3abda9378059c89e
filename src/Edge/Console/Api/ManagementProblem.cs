using System.Text.Json;
using System.Text.Json.Nodes;

namespace AiGateway.Edge.Console.Api;

/// <summary>What the management API refused, in words for people.</summary>
/// <param name="status">HTTP status.</param>
/// <param name="detail">What to do; null where there is nothing to say.</param>
internal sealed class ManagementProblem(int status, string title, string? detail) : Exception(detail is null ? title : $"{title} {detail}")
{
    public int Status => status;

    public static async Task<ManagementProblem> Of(HttpResponseMessage answer, CancellationToken aborted)
    {
        var status = (int)answer.StatusCode;
        try
        {
            var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync(aborted));
            var listed = problem?["problems"]?.AsArray().Select(each => $"{each?["path"]}: {each?["message"]}");
            var detail = listed is null ? (string?)problem?["detail"] : string.Join(" ", listed);
            return new ManagementProblem(status, (string?)problem?["title"] ?? $"Status {status}.", detail);
        }
        catch (JsonException)
        {
            return new ManagementProblem(status, $"Status {status}.", null);
        }
    }
}
